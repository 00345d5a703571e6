#!/usr/bin/env node
// The command `ticketsmith`: the launcher with the program already chosen.
process.argv.splice(2, 0, "cli");
await import("./launch.mjs");
