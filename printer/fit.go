package printer

import "bytes"

// Fit says in which size, from 1 to 8, each block of a slip is really printed: a
// text is set smaller than its Style while it would take too many lines or a word
// would be torn. A block that is no text has 0.
func (e Encoder) Fit(s Slip) []int {
	sh := newSheet(e)
	sizes := make([]int, len(s.Blocks))
	for i, b := range s.Blocks {
		if b.Kind == Text {
			sizes[i] = sh.fit(b, s.Lang)
		}
	}
	return sizes
}

// fit prints a text and finds its size: the smallest that it comes out the same
// in. So no second rule of what fits stands beside the one of block.
func (e *sheet) fit(b Block, lang string) int {
	before := *e
	asked := min(max(b.Style.Size, 1), 8)
	e.block(b, lang)
	for size := 1; size < asked; size++ {
		trial := before
		trial.out = nil
		b.Style.Size = size
		if trial.block(b, lang); bytes.Equal(trial.out, e.out[len(before.out):]) {
			return size
		}
	}
	return asked
}
