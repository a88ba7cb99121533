package reports

// SetMost has a workbook's sheet take fewer rows.
func (r *Reports) SetMost(n int) { r.most = n }
