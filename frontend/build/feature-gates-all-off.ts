/** Stands in for @atlaskit/feature-gate-js-client in the bundle: every gate is closed, every experiment at its default. */
const featureGates = {
  initializeCompleted: () => true,
  checkGate: () => false,
  getExperimentValue: <T>(_experiment: string, _parameter: string, defaultValue: T): T => defaultValue,
};

// Atlaskit imports it as a default export.
export default featureGates;
