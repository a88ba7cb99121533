// /paper/template: a choice is shown at once. Without the script there is the key.

const form = document.querySelector("[data-wishes]");
form.querySelector("[data-go]").hidden = true;
form.addEventListener("change", () => form.requestSubmit());
