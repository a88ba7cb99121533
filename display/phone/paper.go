package phone

import (
	"onedoor/display"
	"onedoor/queue"
)

// paperWords says what became of the paper while that matters.
func paperWords(p display.PrintView, s queue.State, say sayer) string {
	switch stuck := p.State == queue.PrintQueued && p.Why != ""; {
	case s.Over() || p.ByHand:
		return ""
	case p.Doubt && stuck:
		return say("paper_doubt_stalled")
	case p.Doubt:
		return say("paper_doubt_again")
	}
	switch p.State {
	case queue.PrintQueued:
		if p.Why != "" {
			return say("paper_stalled")
		}
		return say("paper_printing")
	case queue.Printing:
		return say("paper_printing")
	case queue.PrintConfirmed:
		if p.Weak {
			return say("paper_perhaps")
		}
		return say("paper_done")
	case queue.PrintSent:
		return say("paper_perhaps")
	case queue.PrintInDoubt:
		return say("paper_doubt")
	case queue.PrintFailed, queue.PrintLapsed:
		return say("paper_failed")
	case queue.PrintNone:
	}
	return ""
}

// amiss says whether the paper didn't come out, or perhaps not whole.
func amiss(p display.PrintView) bool {
	switch p.State {
	case queue.PrintQueued:
		return p.Doubt || p.Why != ""
	case queue.PrintInDoubt, queue.PrintFailed, queue.PrintLapsed:
		return true
	case queue.PrintNone, queue.Printing, queue.PrintConfirmed, queue.PrintSent:
	}
	return p.Doubt
}
