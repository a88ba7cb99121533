// The page of a device that isn't registered yet: it asks every two seconds how things
// stand, goes on once somebody has let it in, and takes a new code when this one is over.

const EVERY = 2000;   // ms between two questions
const AGAIN = 30_000; // ms until a page without a code tries again

const state = document.querySelector('[data-slot="state"]');
const {dataset} = document.querySelector("main");
const say = (key) => { if (state.textContent !== dataset[key]) state.textContent = dataset[key]; };

async function ask() {
  let answer;
  try {
    const response = await fetch("/pair", {method: "POST"});
    if (!response.ok) throw new Error(response.status);
    answer = await response.json();
  } catch {
    say("lost");
    setTimeout(ask, EVERY);
    return;
  }
  switch (answer.state) {
    case "let_in":
      say("done");
      location.replace(answer.to);
      return;
    case "over":
      say("again");
      location.reload();
      return;
  }
  say("waiting");
  setTimeout(ask, EVERY);
}

if (state) setTimeout(ask, EVERY);
else setTimeout(() => location.reload(), AGAIN);
