// Loaded before a child's own program (`node --import`): when the starting process is killed outright, its
// children stop as if asked to, instead of holding ports and the database for ever.
process.channel?.unref();
process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
