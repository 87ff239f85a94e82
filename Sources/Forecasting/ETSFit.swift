import Foundation

/// Finds the parameters of a form at which a series is likeliest.
enum ETSFit {
  /// Smoothing parameters from which a search may start: α, β, γ, φ.
  static let starts: [(Double, Double, Double, Double)] = [
    (0.1, 0.01, 0.05, 0.95), (0.3, 0.02, 0.1, 0.95), (0.6, 0.02, 0.05, 0.92),
    (0.95, 0.01, 0.02, 0.9), (0.2, 0.15, 0.4, 0.9), (0.4, 0.01, 0.5, 0.97),
    (0.02, 0.01, 0.3, 0.97), (0.8, 0.4, 0.1, 0.85), (0.02, 0.015, 0.01, 0.975),
    (0.5, 0.01, 0.05, 0.98), (0.5, 0.1, 0.05, 0.8), (0.95, 0.01, 0.02, 0.98),
    (0.001, 0.0005, 0.01, 0.97),
  ]

  /// Searches from the most promising starts.
  ///
  /// - Parameters:
  ///   - form: The form.
  ///   - values: The series.
  ///   - period: Values to a season; 1 for none.
  ///   - start: States to start from.
  ///   - searches: Which starts are followed to their end, the most promising first.
  ///   - steps: Steps at most from each start.
  ///   - hopeless: −2 log-likelihood above which a start is given up after its first steps.
  /// - Returns: The likeliest point and its −2 log-likelihood; nothing when no start has a likelihood.
  static func best(
    _ form: ETSForm, _ values: [Double], period: Int, start: ETSStart, searches: Range<Int>,
    steps: Int = 60, hopeless: Double = .infinity
  ) -> (point: ETSPoint, objective: Double)? {
    var candidates: [(point: ETSPoint, objective: Double)] = []
    for (alpha, beta, gamma, phi) in starts {
      let point = ETSPoint(
        form, period: period,
        start.parameters(
          form, alpha: alpha, beta: min(beta, alpha), gamma: min(gamma, 1 - alpha), phi: phi))
      let objective = point.objective(values)
      if objective.isFinite { candidates.append((point, objective)) }
    }
    candidates.sort { $0.objective < $1.objective }
    var chosen: [(point: ETSPoint, objective: Double)] = []
    for candidate in candidates where chosen.count < searches.upperBound {
      // Near starts end at the same place.
      let isNew = chosen.allSatisfy { other in
        (0..<candidate.point.bounded).contains { entry in
          let bounds = candidate.point.bounds(entry)
          let width = bounds.upperBound - bounds.lowerBound
          let (own, theirs) = (candidate.point.entries[entry], other.point.entries[entry])
          // Slow levels differ by their ratio: a tenth forgets within a year, a hundredth does not.
          return abs(own - theirs) > 0.2 * width
            || (entry == 0 && max(own, theirs) > 4 * min(own, theirs))
        }
      }
      if isNew { chosen.append(candidate) }
    }
    return chosen.dropFirst(searches.lowerBound)
      .map { start in
        let near = descend(start.point, start.objective, values, steps: min(steps, firstSteps))
        guard steps > firstSteps, near.objective < hopeless else { return near }
        return descend(near.point, near.objective, values, steps: steps - firstSteps)
      }
      .min { $0.objective < $1.objective }
  }

  /// Steps after which a start shows whether it is worth following.
  static let firstSteps = 4

  /// Levenberg and Marquardt's steps inside the box of the bounded entries.
  ///
  /// - Parameters:
  ///   - start: Where to begin.
  ///   - objective: −2 log-likelihood there.
  ///   - values: The series.
  ///   - steps: Steps at most.
  /// - Returns: Where it ended, never worse than the start.
  static func descend(
    _ start: ETSPoint, _ objective: Double, _ values: [Double], steps: Int = 60
  ) -> (point: ETSPoint, objective: Double) {
    var (point, best) = (start, objective)
    var damping = 1e-3
    var small = 0
    for _ in 0..<steps {
      let curvature = ETSCurvature(point, values)
      var isBetter = false
      for _ in 0..<8 {
        guard let next = step(from: point, curvature, damping) else { break }
        let reached = next.objective(values)
        if reached < best {
          small = best - reached < 1e-4 ? small + 1 : 0
          (point, best) = (next, reached)
          damping = max(1e-9, damping / 6)
          isBetter = true
          break
        }
        damping = max(damping * 5, 1e-6)
        if damping > 1e6 { break }
      }
      if !isBetter || small >= 2 { break }
    }
    return (point, best)
  }

  /// The point that a damped step leads to; nothing when the curvature is of no use.
  private static func step(
    from point: ETSPoint, _ curvature: ETSCurvature, _ damping: Double
  ) -> ETSPoint? {
    let size = curvature.size
    // Entries at a bound stay there while the slope points outward.
    let free = (0..<size).filter { entry in
      guard entry < point.bounded else { return true }
      let (bounds, value) = (point.bounds(entry), point.entries[entry])
      return !(value <= bounds.lowerBound && curvature.gradient[entry] > 0)
        && !(value >= bounds.upperBound && curvature.gradient[entry] < 0)
    }
    let count = free.count
    var factor = [Double](repeating: 0, count: count * count)
    var step = [Double](repeating: 0, count: count)
    for row in 0..<count {
      for column in 0...row {
        var sum = curvature.entry(free[row], free[column])
        if row == column { sum += damping * sum + 1e-14 }
        for inner in 0..<column {
          sum -= factor[row * count + inner] * factor[column * count + inner]
        }
        if row == column {
          guard sum > 0, sum.isFinite else { return nil }
          factor[row * count + row] = sum.squareRoot()
        } else {
          factor[row * count + column] = sum / factor[column * count + column]
        }
      }
    }
    for row in 0..<count {
      var sum = -curvature.gradient[free[row]]
      for inner in 0..<row { sum -= factor[row * count + inner] * step[inner] }
      step[row] = sum / factor[row * count + row]
    }
    for row in (0..<count).reversed() {
      var sum = step[row]
      for inner in (row + 1)..<max(row + 1, count) {
        sum -= factor[inner * count + row] * step[inner]
      }
      step[row] = sum / factor[row * count + row]
    }
    var next = point
    for (place, entry) in free.enumerated() {
      guard step[place].isFinite else { return nil }
      next.entries[entry] += step[place]
      if entry < point.bounded {
        let bounds = point.bounds(entry)
        next.entries[entry] = min(bounds.upperBound, max(bounds.lowerBound, next.entries[entry]))
      }
    }
    return next
  }
}

extension ETSModel {
  /// Fits a form.
  ///
  ///     let model = ETSModel.fit(form, values: monthly, period: 12)
  ///
  /// - Parameters:
  ///   - form: The form.
  ///   - values: The series, oldest first.
  ///   - period: Values to a season; 1 for none.
  ///   - searches: Starts that are followed to their end.
  /// - Returns: The likeliest model in the usual parameter region (smoothing shares between 1e-4 and 0.9999,
  ///   β ≤ α, γ ≤ 1 − α, φ in 0.8...0.98); nothing when the series is too short for the form, or does not
  ///   allow it: what multiplies needs values above zero.
  /// - Complexity: O(searches × steps × values × states).
  public static func fit(
    _ form: ETSForm, values: [Double], period: Int = 1, searches: Int = 4
  ) -> ETSModel? {
    let isRelative =
      form.error == .multiplicative || form.trend == .multiplicative
      || form.season == .multiplicative
    guard !isRelative || values.allSatisfy({ $0 > 0 }),
      values.count > form.parameterCount(period: period) + 1,
      form.season == .none || (period >= 2 && values.count >= 2 * period)
    else { return nil }
    let scale = Self.scale(values)
    let scaled = values.map { $0 / scale }
    let start = ETSStart(scaled, period: period, season: form.season)
    guard
      let found = ETSFit.best(form, scaled, period: period, start: start, searches: 0..<searches)
    else { return nil }
    return ETSModel(form, found.point.parameters.scaled(by: scale, form), values: values)
  }

  /// A size by which values are divided so that the search meets numbers near one.
  static func scale(_ values: [Double]) -> Double {
    let mean = values.reduce(0) { $0 + abs($1) } / Double(max(1, values.count))
    return mean > 0 ? mean : 1
  }

  /// Fits the usual forms and keeps the one with the least AICc.
  ///
  /// - Parameters:
  ///   - values: The series, oldest first.
  ///   - period: Values to a season; 1 for none. A season longer than 24 is left out.
  ///   - endlessTrends: Whether a trend may go on for ever, undamped.
  /// - Returns: The best model; nothing for fewer than four values.
  /// - Complexity: O(forms × steps × values × states); see the benchmark for times.
  public static func automatic(
    values: [Double], period: Int = 1, endlessTrends: Bool = true
  ) -> ETSModel? {
    let isSeasonal = period >= 2 && period <= 24 && values.count >= 2 * period
    let forms = ETSForm.usual(
      isPositive: values.allSatisfy { $0 > 0 }, isSeasonal: isSeasonal
    ).filter { endlessTrends || $0.trend == .none || $0.isDamped }
    let scale = scale(values)
    let scaled = values.map { $0 / scale }
    var starts: [ETSForm.Component: ETSStart] = [:]
    var found: [(form: ETSForm, point: ETSPoint, aicc: Double)] = []
    func criterion(_ form: ETSForm, _ objective: Double) -> Double {
      let estimated = Double(form.parameterCount(period: period))
      let free = Double(values.count) - estimated - 1
      return free > 0
        ? objective + 2 * estimated + 2 * estimated * (estimated + 1) / free : .infinity
    }
    func search(
      _ form: ETSForm, _ searches: Range<Int>, steps: Int = 60, hopeless: Double = .infinity
    ) -> (ETSForm, ETSPoint, Double)? {
      let own = starts[form.season] ?? ETSStart(scaled, period: period, season: form.season)
      starts[form.season] = own
      guard
        let best = ETSFit.best(
          form, scaled, period: period, start: own, searches: searches, steps: steps,
          hopeless: hopeless)
      else { return nil }
      return (form, best.point, criterion(form, best.objective))
    }
    for form in forms where values.count > form.parameterCount(period: period) + 1 {
      if let one = search(form, 0..<1, steps: ETSFit.firstSteps) { found.append(one) }
    }
    guard let first = found.map(\.aicc).min() else { return nil }
    // A form that is far behind after its first steps does not win by its last ones.
    found = found.filter { $0.aicc < first + 12 }.map { one in
      let whole = ETSFit.descend(one.point, one.point.objective(scaled), scaled)
      return (one.form, whole.point, criterion(one.form, whole.objective))
    }
    guard let least = found.map(\.aicc).min() else { return nil }
    // Only forms that may still win are searched from further starts.
    let near = found.filter { $0.aicc < least + 3 }
    for one in near {
      let hopeless = one.point.objective(scaled) + 10
      if let again = search(one.form, 1..<4, hopeless: hopeless), again.2 < one.aicc {
        found.append(again)
      }
    }
    guard let best = found.min(by: { $0.aicc < $1.aicc }) else { return nil }
    return ETSModel(best.form, best.point.parameters.scaled(by: scale, best.form), values: values)
  }
}

extension ETSParameters {
  /// The same parameters for a series in another unit.
  func scaled(by scale: Double, _ form: ETSForm) -> ETSParameters {
    var scaled = self
    scaled.level *= scale
    if form.trend == .additive { scaled.slope *= scale }
    if form.season == .additive { scaled.seasons = seasons.map { $0 * scale } }
    return scaled
  }
}
