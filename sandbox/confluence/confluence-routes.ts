import { addonRoutes } from "../apps/addon-routes.ts";
import type { Route } from "../http/call.ts";
import { commentRoutes } from "./comment-routes.ts";
import { contentV1Routes } from "./content-v1-routes.ts";
import { convertRoutes } from "./convert-routes.ts";
import { pageRoutes } from "./page-routes.ts";
import { pageTreeRoutes } from "./page-tree-routes.ts";
import { propertyRoutes } from "./property-routes.ts";
import { restrictionRoutes } from "./restriction-routes.ts";
import { searchRoutes } from "./search-routes.ts";
import { spaceRoutes } from "./space-routes.ts";
import { userRoutes } from "./user-routes.ts";

export const confluenceRoutes: Route[] = [
  ...pageRoutes,
  ...pageTreeRoutes,
  ...spaceRoutes,
  ...commentRoutes,
  ...propertyRoutes,
  ...searchRoutes,
  ...restrictionRoutes,
  ...contentV1Routes,
  ...userRoutes,
  ...convertRoutes,
  ...addonRoutes("confluence"),
];
