import { mayAct } from "./may-act.ts";
import type { Acting, Identity, Person, Project, ProjectPermission } from "./state.ts";
import type { SiteCore } from "./site-core.ts";

function answersTo(person: Person, query: string): boolean {
  const words = query.trim().toLowerCase();
  if (words === "") return true;
  const name = person.displayName.toLowerCase();
  if (person.email.toLowerCase().startsWith(words) || name.startsWith(words)) return true;
  return name.split(/\s+/).some((part) => part.startsWith(words));
}

export function peopleOperations(core: SiteCore) {
  const person = (accountId: string) => core.state().people.find((one) => one.accountId === accountId);
  const may = (as: Identity, permission: ProjectPermission, project: Project) =>
    mayAct(core.state(), as, permission, project);
  return {
    person,
    may,
    people: () => core.state().people.filter((one) => one.accountType === "atlassian" && one.active),
    findPeople: (_acting: Acting, query: string) =>
      core.state().people.filter((one) => one.active && answersTo(one, query)),
    assignablePeople: (_acting: Acting, project: Project, query: string) =>
      core.state().people.filter((one) => {
        const as: Identity = { kind: "person", accountId: one.accountId, throughApp: null };
        return (
          one.accountType === "atlassian" && answersTo(one, query) && may(as, "ASSIGNABLE_USER", project)
        );
      }),
  };
}
