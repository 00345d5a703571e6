// What the host half of the bridge expects of a product's page: feature gates, an analytics module, the few jQuery
// calls it makes while it measures the window for a dialog, and the layers in which it looks for older dialogs.
window.__FEATUREGATES_JS__ = {
  initializeCompleted: () => true,
  checkGate: () => false,
  getPackageVersion: () => "4.23.4",
};
window.require = (name) => (name === "ac/analytics" ? { emitGasV3() {} } : undefined);
{
  const measure = () => ({ length: 0, width: () => innerWidth, height: () => innerHeight });
  const escapeHtml = (text) => {
    const element = document.createElement("i");
    element.textContent = text;
    return element.innerHTML;
  };
  window.AJS = {
    $: measure,
    escapeHtml,
    Meta: { get() {} },
    LayerManager: { global: { getTopLayer: () => null } },
  };
}
