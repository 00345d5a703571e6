import type { Json, SiteState } from "../state.ts";

/** One kind of thing that happens in a project, told in words with {slots}. */
export type Case = {
  type: string;
  title: string;
  body: string;
  priority?: string[];
  labels?: string[];
  /** A second way people report the same thing: grown as a likely duplicate. */
  again?: { title: string; body: string };
};

/** A subject with its component and the people who know it. */
export type Theme = {
  component: string;
  /** Who takes such issues, the most likely first. */
  experts: string[];
  labels: string[];
  cases: Case[];
  comments: string[];
};

/** An issue that stands in the site exactly as written. */
export type Fixed = {
  number: number;
  type: string;
  title: string;
  body: string;
  priority: string;
  component: string | null;
  labels: string[];
  reporter: string;
  assignee: string | null;
  status: string;
  daysAgo: number;
  custom?: Record<string, Json>;
  comments?: { by: string; text: string; daysAgo: number }[];
};

export type ProjectPlan = {
  key: string;
  count: number;
  days: number;
  reporters: string[];
  themes: Theme[];
  fixed: Fixed[];
  slots: Record<string, string[]>;
};

export type Blueprint = {
  seed: number;
  /** The site before any issue: people, projects, fields, workflows, pages. */
  base(now: Date): SiteState;
  plans: ProjectPlan[];
  /** Links between fixed issues: [from, type name, to]. */
  links: [string, string, string][];
  /** What is laid over the grown site. It draws no chances, so that the issues stay the same. */
  finish?(state: SiteState, now: Date): void;
};
