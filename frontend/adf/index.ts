export { AdfDocument } from "./adf-document.tsx";
