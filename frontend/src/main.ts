import "./styles/main.css";
import "htmx.org";
import { watchTheme } from "./theme.ts";
import { watchMessages } from "./messages.ts";
import { watchMenus } from "./menus.ts";
import { watchTerms } from "./terms.ts";

watchTheme();
watchMessages();
watchMenus();
watchTerms();
