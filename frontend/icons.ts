/** Lucide's icons that the pages use, by name. The build writes just these beside the manifest for the template tag `icon`. */
export const names = [
  "arrow-left", "arrow-right", "book-open", "bookmark", "briefcase", "calendar", "calendar-days", "chart-gantt", "check", "chevron-down",
  "chevron-right", "circle-alert", "circle-check", "circle-dot", "clock", "columns-3", "copy", "download", "ellipsis", "external-link", "eye",
  "file-text", "file-up", "flag", "git-branch", "history", "hourglass", "info", "key-round", "keyboard", "languages", "link", "list-filter", "list-tree", "lock",
  "log-out", "mail", "map-pin", "message-square", "milestone", "monitor", "moon", "package", "paperclip", "pencil", "plus", "printer", "redo-2",
  "repeat", "rotate-ccw", "route", "search", "settings", "shield-check", "square-check", "square-kanban", "sun", "sunrise", "tag", "target", "trash",
  "triangle-alert", "undo-2", "upload", "user", "user-plus", "users", "x",
] as const;
