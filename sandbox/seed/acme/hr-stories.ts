import type { ProjectPlan, Theme } from "../blueprint.ts";
import { ADA, ELENA } from "./people.ts";

const requests: Theme = {
  component: "",
  experts: [ELENA, ADA],
  labels: ["contract", "onboarding", "equipment", "training"],
  comments: [
    "Asked the team lead, waiting for an answer.",
    "The paper is signed and filed.",
    "Ordered, arrives within {n} days.",
  ],
  cases: [
    {
      type: "Request",
      title: "Contract for a new colleague in {team}",
      body: "Start in {n} weeks, full time. Please prepare the contract and the first-day plan.",
    },
    {
      type: "Request",
      title: "Change to part time in {team}",
      body: "From {n} days on, four days a week. The team lead agrees.",
    },
    {
      type: "Request",
      title: "Training budget for {topic}",
      body: "Two people from {team} want to take part in {topic}. Cost about {n} hundred.",
    },
    {
      type: "Request",
      title: "Parental leave in {team}",
      body: "Leave of {n} months. Needs a letter and a stand-in.",
      priority: ["High"],
    },
    {
      type: "Request",
      title: "Certificate of employment for someone from {team}",
      body: "Left last month. The law gives us a few weeks.",
    },
    { type: "Task", title: "Update the guide on {topic}", body: "The guide still names the old contact." },
  ],
};

export const HR_PLAN: ProjectPlan = {
  key: "HR",
  count: 40,
  days: 190,
  reporters: [ELENA, ADA],
  themes: [requests],
  fixed: [],
  slots: {
    team: ["development", "operations", "support", "marketing", "finance", "the warehouse", "purchasing"],
    topic: ["first aid", "leading a team", "accessibility", "data protection", "conflict", "remote work"],
    n: ["2", "3", "4", "5", "6", "8", "10"],
  },
};
