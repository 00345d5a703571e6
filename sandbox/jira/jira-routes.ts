import { addonRoutes } from "../apps/addon-routes.ts";
import type { Route } from "../http/call.ts";
import { bulkRoutes } from "./bulk-routes.ts";
import { commentRoutes } from "./comment-routes.ts";
import { createMetaRoutes } from "./create-meta-routes.ts";
import { fieldRoutes } from "./field-routes.ts";
import { groupRoutes } from "./group-routes.ts";
import { issueRoutes } from "./issue-routes.ts";
import { linkRoutes } from "./link-routes.ts";
import { permissionRoutes } from "./permission-routes.ts";
import { projectRoutes } from "./project-routes.ts";
import { propertyRoutes } from "./property-routes.ts";
import { searchRoutes } from "./search-routes.ts";
import { securityRoutes } from "./security-routes.ts";
import { siteRoutes } from "./site-routes.ts";
import { userRoutes } from "./user-routes.ts";

export const jiraRoutes: Route[] = [
  ...issueRoutes,
  ...createMetaRoutes,
  ...commentRoutes,
  ...propertyRoutes,
  ...linkRoutes,
  ...searchRoutes,
  ...userRoutes,
  ...permissionRoutes,
  ...projectRoutes,
  ...bulkRoutes,
  ...fieldRoutes,
  ...groupRoutes,
  ...securityRoutes,
  ...siteRoutes,
  ...addonRoutes("jira"),
];
