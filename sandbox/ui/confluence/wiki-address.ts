import type { Page, Space } from "../../state.ts";

export function addressOf(space: Space, page: Page): string {
  return `/wiki/spaces/${space.key}/pages/${page.id}`;
}
