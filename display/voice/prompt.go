package voice

import (
	"cmp"

	"onedoor/display"
	"onedoor/queue"
)

// Prompts lists the sentences that a kiosk may have said, by id: /voice/prompt/{lang}/{id} is
// the audio of the sentence voice.prompt_{id} of the catalogue.
func Prompts() []string {
	return []string{
		// from the first page to the ticket
		"start", "choose", "question", "needs", "confirm", "printing", "ticket", "number", "wait",
		// when something is in the way
		"no_paper", "help_asked", "help_coming", "desk", "closed", "leaving", "lost",
		// the walk-through for those who can't see, and the names of its keys
		"walk_on", "walk_how", "walk_off", "chosen", "help",
	}
}

// Prompt gives a prompt's sentence.
func Prompt(k *display.Kit, lang, id string) string {
	return prompt(k, k.Rules(), lang, id)
}

func prompt(k *display.Kit, rules *queue.Rules, lang, id string) string {
	desk := cmp.Or(rules.Centre.Desk.In(lang), k.T(lang, "screen.desk"))
	return k.T(lang, "voice.prompt_"+id, "desk", desk)
}
