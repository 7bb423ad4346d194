// The token a form carries against robots: asked for when the form is shown, and anew once it was sent.

/** Asks for a token; later `token.value` has it, or nothing where it did not come: an order goes without. */
export function fresh() {
  const token = { value: undefined };
  fetch("/api/form-token", { headers: { Accept: "application/json" }, cache: "no-store" })
    .then((answer) => answer.json())
    .then((body) => {
      token.value = body.token;
    })
    .catch(() => {});
  return token;
}
