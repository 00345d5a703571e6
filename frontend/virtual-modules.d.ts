declare module "virtual:theme-sheet.css";
