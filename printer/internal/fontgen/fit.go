package main

import (
	"image"
	"math"
)

const (
	slack    = 5    // sub-dots a grid line may stand away from its even place
	narrowed = 5    // sub-dots the narrowest row or column may have
	widened  = 11   // sub-dots the widest may have
	stiff    = 7.0  // what an uneven row costs, in half-covered dots
	drift    = 0.35 // what a grid line far from home costs
	ink      = 0.47 // coverage from which a dot is black
)

// fit lays a grid of 24 rows and width columns over the large drawing and
// returns the dots, leftmost in the highest of width bits.
func fit(img *image.Alpha, width int) [rows]uint32 {
	big := make([][]float64, rows*over)
	for y := range big {
		big[y] = make([]float64, width*over)
		for x := range big[y] {
			big[y][x] = float64(img.AlphaAt(x, y).A) / 255
		}
	}
	flat := squeeze(big, rows)                         // 24 rows of fine columns
	dots := transpose(squeeze(transpose(flat), width)) // 24 rows of width columns

	var out [rows]uint32
	for y := range out {
		for x := range width {
			out[y] <<= 1
			if dots[y][x] >= ink {
				out[y] |= 1
			}
		}
	}
	return out
}

// squeeze turns n×over fine lines into n, at the boundaries that leave the
// fewest half-covered dots: a shortest path over the places of the boundaries.
func squeeze(fine [][]float64, n int) [][]float64 {
	sums := make([][]float64, len(fine)+1) // running sums of lines
	sums[0] = make([]float64, len(fine[0]))
	for i, line := range fine {
		sums[i+1] = make([]float64, len(line))
		for j, v := range line {
			sums[i+1][j] = sums[i][j] + v
		}
	}
	span := func(a, b int) []float64 { // mean coverage of fine lines a..b
		lo, hi := min(max(a, 0), len(fine)), min(max(b, 0), len(fine))
		mean := make([]float64, len(fine[0]))
		for j := range mean {
			mean[j] = (sums[hi][j] - sums[lo][j]) / float64(b-a)
		}
		return mean
	}
	const places = 2*slack + 1
	cost := make([][places]float64, n+1)
	from := make([][places]int, n+1)
	for p := range places {
		cost[0][p] = drift * float64((p-slack)*(p-slack)) / over
	}
	for i := 1; i <= n; i++ {
		for p := range places {
			cost[i][p] = math.Inf(1)
			b := i*over + p - slack
			for q := range places {
				a := (i-1)*over + q - slack
				if b-a < narrowed || b-a > widened {
					continue
				}
				uneven := float64(b-a-over) / over
				c := cost[i-1][q] + stiff*uneven*uneven + drift*float64((p-slack)*(p-slack))/over
				for _, f := range span(a, b) {
					c += 4 * f * (1 - f) / over
				}
				if c < cost[i][p] {
					cost[i][p], from[i][p] = c, q
				}
			}
		}
	}
	best := 0
	for p := range places {
		if cost[n][p] < cost[n][best] {
			best = p
		}
	}
	out := make([][]float64, n)
	for i := n; i > 0; i-- {
		q := from[i][best]
		out[i-1] = span((i-1)*over+q-slack, i*over+best-slack)
		best = q
	}
	return out
}

func transpose(m [][]float64) [][]float64 {
	out := make([][]float64, len(m[0]))
	for x := range out {
		out[x] = make([]float64, len(m))
		for y := range m {
			out[x][y] = m[y][x]
		}
	}
	return out
}
