export { createLostFinder } from "./find-lost.ts";
export { createDeadLetters, handleJobs } from "./handle-jobs.ts";
export { createDeliveryTaker } from "./take-delivery.ts";
