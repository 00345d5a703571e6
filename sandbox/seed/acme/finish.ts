import { must } from "../../look-up.ts";
import type { Issue, Json, SiteState } from "../../state.ts";
import { writeAdf } from "../write-adf.ts";
import { GRACE, JONAS } from "./people.ts";

function issueOf(state: SiteState, key: string): Issue {
  return must(
    state.issues.find((one) => one.key === key),
    key,
  );
}

/** Issues that not everybody in the project may see, and issues that use every type of field. */
export function finishAcme(state: SiteState, now: Date): void {
  const write = (key: string, values: Record<string, Json>) => {
    const issue = issueOf(state, key);
    issue.values = { ...issue.values, ...values };
  };
  write("SHOP-143", {
    summary: "Orders of strangers open by counting up the order number",
    description: writeAdf("`/orders/1001` shows the order of whoever placed it, signed in or not."),
    security: "10712",
  });
  write("SHOP-144", { security: "10710" });
  write("OPS-60", { security: "10713" });
  const change = state.issues.find((one) => one.issueTypeId === "10105");
  if (change === undefined) return;
  write(change.key, {
    customfield_10070: "100700",
    customfield_10071: ["100710", "100712"],
    customfield_10072: ["100720", "100722"],
    customfield_10073: new Date(now.getTime() + 3 * 86_400_000).toISOString(),
    customfield_10074: [JONAS, GRACE],
    customfield_10075: "operations",
    customfield_10076: ["developers", "support"],
    customfield_10077: "https://vendor.example/tickets/4711",
    customfield_10078: "C-2024/17",
    customfield_10079: "10300",
  });
  write("SHOP-66", {
    customfield_10081: ["100811"],
    customfield_10082: issueOf(state, "SHOP-57").id,
    customfield_10083: "100831",
  });
}
