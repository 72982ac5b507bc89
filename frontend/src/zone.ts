/** Chooses the browser's own time zone in `<select data-guess="zone">`, unless somebody has chosen already. */
export function guessZone(): void {
  const select = document.querySelector<HTMLSelectElement>('select[data-guess="zone"]');
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const untouched = select && !select.form?.querySelector(".errorlist");
  if (untouched && zone !== "UTC" && [...select.options].some((option) => option.value === zone)) select.value = zone;
}
