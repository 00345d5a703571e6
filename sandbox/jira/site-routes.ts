import { answerWith, param, type Route } from "../http/call.ts";
import { pageBean } from "./page-bean.ts";
import { presentChangeGroup } from "./present-changelog.ts";
import { presentIssueType, presentPriority, presentResolution, presentStatus } from "./present-choices.ts";
import { presentField } from "./present-field.ts";
import { restTime } from "./rest-time.ts";

/** Lists that belong to the whole site, and an issue's history. */
export const siteRoutes: Route[] = [
  {
    method: "GET",
    path: "/rest/api/3/serverInfo",
    scope: "READ",
    open: true,
    handle: ({ site }) => ({
      status: 200,
      body: {
        baseUrl: site.origin(),
        displayUrl: site.origin(),
        displayUrlConfluence: `${site.origin()}/wiki`,
        version: "1001.0.0-SNAPSHOT",
        versionNumbers: [1001, 0, 0],
        deploymentType: "Cloud",
        buildNumber: 100_299,
        buildDate: "2026-06-10T00:00:00.000+0000",
        serverTime: restTime(site.now().toISOString()),
        serverTimeZone: "Etc/UTC",
        scmInfo: "sandbox",
        serverTitle: site.state().siteName,
      },
    }),
  },
  {
    method: "GET",
    path: "/rest/api/3/priority/search",
    scope: "READ",
    handle: (call) =>
      pageBean(
        call,
        "/rest/api/3/priority/search",
        call.site.state().priorities.map((one) => ({
          ...presentPriority(call.site, one),
          description: one.description,
          statusColor: one.colour,
          isDefault: one.id === "3",
        })),
      ),
  },
  {
    method: "GET",
    path: "/rest/api/3/field",
    scope: "READ",
    handle: ({ site }) => ({ status: 200, body: site.state().fields.map(presentField) }),
  },
  {
    method: "GET",
    path: "/rest/api/3/issuetype",
    scope: "READ",
    handle: ({ site }) => ({
      status: 200,
      body: site.state().issueTypes.map((one) => presentIssueType(site, one)),
    }),
  },
  {
    method: "GET",
    path: "/rest/api/3/status",
    scope: "READ",
    handle: ({ site }) => ({
      status: 200,
      body: site.state().statuses.map((one) => presentStatus(site, one)),
    }),
  },
  {
    method: "GET",
    path: "/rest/api/3/resolution",
    scope: "READ",
    handle: ({ site }) => ({
      status: 200,
      body: site.state().resolutions.map((one) => presentResolution(site, one)),
    }),
  },
  {
    method: "GET",
    path: "/rest/api/3/label",
    scope: "READ",
    handle: (call) => {
      const labels = call.site.state().issues.flatMap((one) => one.values["labels"] ?? []);
      const texts = labels.filter((one) => typeof one === "string");
      return pageBean(call, "/rest/api/3/label", [...new Set(texts)].sort(), 1000, 1000);
    },
  },
  {
    method: "GET",
    path: "/rest/api/3/issue/{issueIdOrKey}/changelog",
    scope: "READ",
    handle: (call) =>
      answerWith(call.site.issue(call.acting, param(call, "issueIdOrKey")), (issue) =>
        pageBean(
          call,
          `/rest/api/3/issue/${issue.id}/changelog`,
          issue.changelog.map((one) => presentChangeGroup(call.site, one)),
          100,
        ),
      ),
  },
];
