import "./styles/main.css";
import "htmx.org";
import { watchTheme } from "./theme.ts";
import { watchMessages } from "./messages.ts";
import { watchMenus } from "./menus.ts";
import { watchTerms } from "./terms.ts";
import { watchNews } from "./live.ts";
import { watchReach } from "./reach.ts";
import { guessZone } from "./zone.ts";
import "./drop.ts";

watchTheme();
watchMessages();
watchMenus();
watchTerms();
watchNews();
watchReach();
guessZone();
