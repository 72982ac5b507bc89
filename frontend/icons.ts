/** Lucide's icons that the pages use, by name. The build writes just these beside the manifest for the template tag `icon`. */
export const names = [
  "arrow-left", "arrow-right", "book-open", "briefcase", "calendar", "calendar-days", "chart-gantt", "check", "chevron-down", "chevron-right",
  "circle-alert", "circle-check", "circle-dot", "clock", "copy", "download", "ellipsis", "external-link", "eye", "file-text", "file-up", "flag",
  "history", "hourglass", "info", "key-round", "keyboard", "languages", "link", "list-tree", "lock", "log-out", "mail", "map-pin", "message-square", "milestone",
  "monitor", "moon", "package", "pencil", "plus", "printer", "rotate-ccw", "route", "search", "settings", "shield-check", "square-check", "square-kanban", "sun", "sunrise",
  "target", "trash", "triangle-alert", "upload", "user", "user-plus", "users", "x",
] as const;
