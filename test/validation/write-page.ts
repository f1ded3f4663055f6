import { writeFileSync } from "node:fs";
import { renderValidationPage, validationPage } from "./validation-page.ts";

writeFileSync(new URL(`../../${validationPage}`, import.meta.url), renderValidationPage());
