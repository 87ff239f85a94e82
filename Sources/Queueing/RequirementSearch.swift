/// The search for the smallest integer whose margin is not negative, for a margin that rises with it.
enum RequirementSearch {
  /// More people than this are not looked for.
  static let limit = 1 << 36

  /// The smallest `n >= fewest` with `margin(n) >= 0`.
  ///
  /// Secant steps inside a bracket; a step that the bracket forbids, or one without a finite slope, becomes a
  /// doubling (no upper end yet) or a bisection. Nil when even `limit` does not suffice.
  @inline(__always)
  static func fewest(
    from fewest: Int, startingAt start: Int, slope: Double, _ margin: (Int) -> Double
  ) -> Int? {
    var failing = fewest - 1
    var meeting = Int.max
    var failingMargin = -Double.infinity
    var meetingMargin = Double.infinity
    var next = max(start, fewest)
    var step = max(1, start / 64)
    var slope = slope
    var previous: (n: Int, margin: Double)?
    var rounds = 0
    while true {
      rounds += 1
      let value = margin(next)
      if value >= 0 {
        meeting = next
        meetingMargin = value
      } else {
        failing = next
        failingMargin = value
      }
      if meeting - 1 == failing { return meeting }
      if let previous, previous.n != next, value.isFinite, previous.margin.isFinite {
        let secant = (value - previous.margin) / Double(next - previous.n)
        if secant > 0 { slope = secant }
      }
      previous = (next, value)
      var proposal: Int
      if meeting < .max, failingMargin.isFinite, meetingMargin.isFinite {
        let chord = (meetingMargin - failingMargin) / Double(meeting - failing)
        slope = chord
      }
      if value.isFinite, slope > 0 {
        let root = Double(next) - value / slope
        proposal = root < 1e15 ? Int(max(root, -1).rounded(.up)) : next + step
        // Having met the goal, ask whether one fewer than the root already fails.
        if value >= 0, proposal >= next { proposal = next - 1 }
      } else if meeting < .max {
        proposal = failing + (meeting - failing) / 2
      } else {
        proposal = next + step
      }
      if meeting == .max {
        // A secant that creeps, because the margin hardly rises, gives way to doubling.
        if proposal > next + 8 * step || rounds > 40 { proposal = next + 8 * step }
        step = min(2 * step, limit)
        if failing >= limit { return nil }
        next = max(min(proposal, limit), failing + 1)
      } else {
        next = min(max(proposal, failing + 1), meeting - 1)
        step = min(2 * step, limit)
        // Far from the answer the secant can creep along one end: halve every so often.
        if meeting - failing > 8, step > 1 << 12, (step.trailingZeroBitCount & 1) == 1 {
          next = failing + (meeting - failing) / 2
        }
      }
    }
  }
}
