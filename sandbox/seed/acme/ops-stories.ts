import type { ProjectPlan, Theme } from "../blueprint.ts";
import { ANA, DANIEL, GRACE, JONAS, MIA, SAM, TOM_B } from "./people.ts";

const database: Theme = {
  component: "Database",
  experts: [GRACE, ANA],
  labels: ["postgres", "replica", "disk"],
  comments: [
    "The long query comes from the nightly export. I ended it and {service} recovered.",
    "Replica is {n} seconds behind and catching up.",
    "Raised the pool from 20 to 40 connections for now. The real cause is the missing index.",
  ],
  cases: [
    {
      type: "Incident",
      title: "{service} runs out of database connections",
      body: "Alert at {time}: all connections of {service} are taken. Customers see errors on {n}% of requests.\n\n```\nFATAL: remaining connection slots are reserved\n```",
      priority: ["Highest", "High"],
      again: {
        title: "Too many connections from {service}",
        body: "{service} cannot reach the database since {time}: too many connections. About {n}% of requests fail.",
      },
    },
    {
      type: "Incident",
      title: "Replica for {service} is {n} minutes behind",
      body: "Reports read old data. The replica fell behind at {time}.",
      priority: ["Medium", "High"],
    },
    {
      type: "Change",
      title: "Add an index to the orders table of {service}",
      body: "The list of open orders reads the whole table. An index on status and date brings it from seconds to milliseconds. Built concurrently, no downtime.",
    },
    {
      type: "Task",
      title: "Clean up old rows of {service}",
      body: "Rows older than two years are not needed and take {n} GB.",
    },
  ],
};

const network: Theme = {
  component: "Network",
  experts: [JONAS, GRACE],
  labels: ["dns", "tls", "load-balancer"],
  comments: [
    "The certificate was renewed, but the second load balancer still serves the old one.",
    "DNS had the old address for {n} minutes. Lowered the time to live.",
    "Traffic is even again after restarting the balancer.",
  ],
  cases: [
    {
      type: "Incident",
      title: "Certificate of {host} has expired",
      body: "Browsers refuse {host} since {time}. The renewal job failed three nights in a row and told nobody.",
      priority: ["Highest"],
    },
    {
      type: "Incident",
      title: "Slow answers from {host} at {time}",
      body: "p95 of {host} went from 200 ms to {n} s at {time}. Only one of the two zones is slow.",
      again: {
        title: "{host} is slow since {time}",
        body: "Pages of {host} take {n} seconds. It comes and goes.",
      },
    },
    {
      type: "Change",
      title: "Move {host} to the new load balancer",
      body: "The old balancer is out of support in spring. Move {host} with a weight of 10, 50, 100 percent.",
    },
    {
      type: "Task",
      title: "Alert when a certificate has fewer than {n} days left",
      body: "We learned of the last one from a customer.",
    },
  ],
};

const deployments: Theme = {
  component: "Deployments",
  experts: [ANA, JONAS],
  labels: ["release", "pipeline", "rollback"],
  comments: [
    "Rolled back {service} at {time}, error rate is normal.",
    "The pipeline took the cached image. Cleared, running again.",
    "Health check was green before the first request could be served. Changed it to the real one.",
  ],
  cases: [
    {
      type: "Incident",
      title: "Release of {service} raised the error rate to {n}%",
      body: "Version released at {time}. Errors on {service} jumped to {n}%. Rolling back.",
      priority: ["Highest", "High"],
    },
    {
      type: "Change",
      title: "Release {service} during the night",
      body: "New version with the schema change. Needs {n} minutes and two people.",
    },
    {
      type: "Change",
      title: "Upgrade Node on {service}",
      body: "The current version loses support this year. Tested on staging for {n} days.",
    },
    {
      type: "Task",
      title: "Make the pipeline of {service} faster",
      body: "It takes {n} minutes, most of it installing the same packages.",
    },
  ],
};

const monitoring: Theme = {
  component: "Monitoring",
  experts: [GRACE, JONAS],
  labels: ["alerts", "dashboard", "on-call"],
  comments: [
    "This alert fired {n} times last week and was true once.",
    "Added the graph to the dashboard of {service}.",
    "Silenced until the fix is released.",
  ],
  cases: [
    {
      type: "Incident",
      title: "No metrics from {service} since {time}",
      body: "The graphs of {service} stop at {time}. The service itself answers.",
      priority: ["Medium", "Low"],
    },
    {
      type: "Task",
      title: "Alert for {service} is too loud",
      body: "The alert fires {n} times a night and is never true. Either raise the threshold or drop it.",
    },
    {
      type: "Task",
      title: "Dashboard for {service}",
      body: "Requests, errors and latency on one page, with the deploys drawn in.",
    },
  ],
};

export const OPS_PLAN: ProjectPlan = {
  key: "OPS",
  count: 95,
  days: 200,
  reporters: [GRACE, JONAS, SAM, MIA, DANIEL, TOM_B],
  themes: [database, network, deployments, monitoring],
  fixed: [
    {
      number: 88,
      type: "Incident",
      title: "payment-gateway answers with errors since the morning release",
      body: "Errors on payment-gateway jumped to 40% right after the release at 07:40. Customers cannot finish their orders. Similar to the release of last month that Ana rolled back.",
      priority: "Medium",
      component: null,
      labels: [],
      reporter: SAM,
      assignee: null,
      status: "New",
      daysAgo: 0.15,
      custom: { customfield_10050: "100502" },
    },
    {
      number: 90,
      type: "Change",
      title: "Raise the time-out of the payment gateway to 15 seconds",
      body: "The provider answers after eleven seconds at peak. Ten seconds are too short.",
      priority: "High",
      component: "Deployments",
      labels: ["release"],
      reporter: TOM_B,
      assignee: ANA,
      status: "Awaiting approval",
      daysAgo: 3,
    },
  ],
  slots: {
    service: ["storefront", "checkout-api", "payment-gateway", "search", "warehouse-sync", "mail"],
    host: ["www.acme.example", "api.acme.example", "img.acme.example", "login.acme.example"],
    time: ["02:14", "04:50", "07:40", "09:05", "11:32", "16:20", "22:47"],
    n: ["3", "5", "7", "12", "14", "18", "25", "40"],
  },
};
