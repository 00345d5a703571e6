import { control } from "./control.js";

const form = document.getElementById("permission-form");
const words = document.getElementById("permission-words");
const [person, project, permission] = ["accountId", "project", "permission"].map((name) =>
  form.elements.namedItem(name),
);

function say(allowed) {
  const [name] = person.selectedOptions[0].textContent.trim().split(",");
  const what = permission.selectedOptions[0].textContent.trim().toLowerCase();
  return `${name} ${allowed ? "may" : "may no longer"} ${what} in ${project.value}.`;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const allowed = event.submitter?.value === "yes";
  const done = say(allowed);
  const asked = {
    accountId: person.value,
    project: project.value,
    permission: permission.value,
    allowed,
  };
  void control("POST", "permissions", asked).then((wrong) => {
    words.className = wrong === "" ? "" : "wrong";
    words.textContent = wrong === "" ? done : wrong;
  });
});
