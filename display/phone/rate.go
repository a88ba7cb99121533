package phone

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// maxWords is how many characters somebody may write about a visit: as the rules have it.
const maxWords = 500

// rate asks what the visit was like, once and of who likes to say so.
type rate struct {
	Levels []display.LevelView
	Words  int // characters at most
	Days   int // that words are kept
	Done   bool

	Typed url.Values // what was filled in, where it has to be put right
	Wrong string     // what isn't right with the number
}

// Chose says whether a field had been chosen with a value.
func (r *rate) Chose(field string, id any) bool {
	return slices.Contains(r.Typed[field], fmt.Sprint(id))
}

// rateOf is nil where nothing is asked, or no longer.
func rateOf(v *display.TicketView, r *queue.Rules, lang string) *rate {
	switch v.Evaluation {
	case queue.EvaluationDone:
		return &rate{Done: true}
	case queue.EvaluationOpen:
		return &rate{Levels: display.NewLevelViews(r, lang), Words: maxWords, Days: r.Policy.EvaluationKeptDays()}
	}
	return nil
}

// evaluation reads the form. Every level has its own reasons, and those of the chosen one
// count.
func evaluation(c *gin.Context, t *queue.Ticket) queue.Command {
	e := queue.Evaluate{
		Visit: queue.VisitedOf(t), Level: queue.LevelID(c.PostForm("level")), Via: queue.ViaQR,
		Contact: c.PostForm("contact." + c.PostForm("level")),
		Words:   strings.ReplaceAll(c.PostForm("words"), "\r\n", "\n"), // a form's line break, which counts as one character where it is typed
	}
	for _, id := range c.PostFormArray("why." + string(e.Level)) {
		e.Reasons = append(e.Reasons, queue.ReasonID(id))
	}
	return e
}
