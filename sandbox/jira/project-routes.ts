import { answerWith, param, queryList, queryText, type Route } from "../http/call.ts";
import { presentComponent } from "./present-component.ts";
import { pageBean } from "./page-bean.ts";
import { presentProject, presentWholeProject } from "./present-project.ts";
import { presentVersion } from "./present-version.ts";

const ONE = "/rest/api/3/project/{projectIdOrKey}";

export const projectRoutes: Route[] = [
  {
    method: "GET",
    path: "/rest/api/3/project/search",
    scope: "READ",
    handle: (call) => {
      const query = (queryText(call, "query") ?? "").toLowerCase();
      const keys = queryList(call, "keys");
      const found = call.site
        .projects(call.acting)
        .filter((one) => keys.length === 0 || keys.includes(one.key))
        .filter((one) => `${one.key} ${one.name}`.toLowerCase().includes(query));
      return pageBean(
        call,
        "/rest/api/3/project/search",
        found.map((one) => presentProject(call.site, one)),
      );
    },
  },
  {
    method: "GET",
    path: ONE,
    scope: "READ",
    handle: (call) =>
      answerWith(call.site.project(call.acting, param(call, "projectIdOrKey")), (project) => ({
        status: 200,
        body: presentWholeProject(call.site, project),
      })),
  },
  {
    method: "GET",
    path: `${ONE}/components`,
    scope: "READ",
    handle: (call) =>
      answerWith(call.site.project(call.acting, param(call, "projectIdOrKey")), (project) => ({
        status: 200,
        body: project.components.map((one) => presentComponent(call.site, project, one, true)),
      })),
  },
  {
    method: "GET",
    path: `${ONE}/versions`,
    scope: "READ",
    handle: (call) =>
      answerWith(call.site.project(call.acting, param(call, "projectIdOrKey")), (project) => ({
        status: 200,
        body: project.versions.map((one) => presentVersion(call.site, project, one)),
      })),
  },
];
