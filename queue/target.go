package queue

// Target is what a centre sets itself: of the visitors who are called, so many per cent within
// so long after they took their number.
type Target struct {
	WithinS int `json:"within_s"` // seconds
	Percent int `json:"percent"`  // 1–100
}

// ReportRule is how the reports tell of people.
type ReportRule struct {
	// MaskBelow hides what is told of fewer cases than this in the figures of one person and in
	// those of the evaluation; 0: nothing is hidden.
	MaskBelow int `json:"mask_below,omitempty"`
	// WordsDays is for how many days it is kept which words found nothing at a kiosk, without whose
	// they were; 0: not at all.
	WordsDays int `json:"words_days,omitempty"`
}

// TargetOf gives the target of a service: its own, else the centre's; nil when there is none.
// For no service it gives the centre's.
func (r *Rules) TargetOf(id ServiceID) *Target {
	if s := r.Service(id); s != nil && s.Target != nil {
		return s.Target
	}
	return r.Policy.Target
}
