package sim

import (
	"time"

	"onedoor/queue"
)

// Kleinrock gives the mean waits of ordinary and priority visitors in a hall with one
// window and no ceiling, by his formula for priorities that grow with the waiting
// (L. Kleinrock, A delay dependent queue discipline, 1964; Queueing Systems II, 3.7):
// with classes in the order of their rates b, loads ρ and W₀ = λ·E[S²]/2,
//
//	W_p = (W₀/(1−ρ) − Σ_{i<p} ρ_i·W_i·(1 − b_i/b_p)) / (1 − Σ_{i>p} ρ_i·(1 − b_p/b_i))
//
// It holds for one window and for rates of which priority's isn't the lower. Strict classes
// are its limit, where b_i/b_p is 0 (A. Cobham, Priority assignment in waiting line
// problems, 1954).
func Kleinrock(h Hall) (ordinary, priority time.Duration) {
	ratio := float64(h.Rates[queue.ClassOrdinary]) / float64(h.Rates[queue.ClassPriority])
	if h.Order == queue.OrderStrict {
		ratio = 0
	}
	mean, load := float64(h.Service.Mean), h.Load
	second := (1 + h.Service.Variation*h.Service.Variation) * mean * mean
	base := load / mean * second / 2 / (1 - load)
	first, last := load*(1-h.Priority), load*h.Priority
	low := base / (1 - last*(1-ratio))
	high := base - first*low*(1-ratio)
	return time.Duration(low), time.Duration(high)
}
