/// Initial states read off the beginning of a series, from which the search starts.
struct ETSStart {
  /// Mean of the season's places, added or multiplied; empty without a season.
  let seasons: [Double]
  /// Level and slope of a line through the first values, season taken off.
  let level: Double
  let slope: Double

  /// Reads the states.
  ///
  /// The season is the mean departure from a centred moving average, the line a regression on the
  /// first two seasons and at least ten values.
  ///
  /// - Parameters:
  ///   - values: The series.
  ///   - period: Values to a season.
  ///   - season: How the season acts.
  init(_ values: [Double], period: Int, season: ETSForm.Component) {
    var free = values
    if season == .none {
      seasons = []
    } else {
      seasons = Self.seasons(values, period: period, isRatio: season == .multiplicative)
      for place in free.indices {
        let own = seasons[place % period]
        free[place] = season == .additive ? free[place] - own : free[place] / own
      }
    }
    let first = free.prefix(max(10, 2 * (season == .none ? 1 : period)))
    let count = Double(first.count)
    let mean = first.reduce(0, +) / count
    let middle = (count + 1) / 2
    var (products, squares) = (0.0, 0.0)
    for (place, value) in first.enumerated() {
      let step = Double(place + 1) - middle
      products += step * (value - mean)
      squares += step * step
    }
    slope = squares > 0 ? products / squares : 0
    level = mean - slope * middle
  }

  /// Mean departure of each place of the season from a centred moving average.
  ///
  /// - Parameters:
  ///   - values: The series.
  ///   - period: Values to a season, at least 2.
  ///   - isRatio: Whether departures are ratios, which then average 1; else differences, which sum to 0.
  /// - Returns: One for each place, that of the first value first.
  static func seasons(_ values: [Double], period: Int, isRatio: Bool) -> [Double] {
    let half = period / 2
    var sums = Array(repeating: 0.0, count: period)
    var counts = sums
    if values.count > 2 * half {
      for place in half..<(values.count - half) {
        var total = values[(place - half)...(place + half)].reduce(0, +)
        if period % 2 == 0 { total -= (values[place - half] + values[place + half]) / 2 }
        let trend = total / Double(period)
        guard !isRatio || trend > 0 else { continue }
        sums[place % period] += isRatio ? values[place] / trend : values[place] - trend
        counts[place % period] += 1
      }
    }
    let usual = isRatio ? 1.0 : 0
    var found = sums.indices.map { counts[$0] > 0 ? sums[$0] / counts[$0] : usual }
    let mean = found.reduce(0, +) / Double(period)
    if isRatio {
      for place in found.indices { found[place] = max(0.01, found[place] / max(mean, 1e-12)) }
      let scale = Double(period) / found.reduce(0, +)
      return found.map { $0 * scale }
    }
    return found.map { $0 - mean }
  }

  /// Smoothing parameters joined to the states, as a form takes them.
  func parameters(
    _ form: ETSForm, alpha: Double, beta: Double, gamma: Double, phi: Double
  ) -> ETSParameters {
    var found = ETSParameters(alpha: alpha, level: level, seasons: seasons)
    if form.trend != .none {
      found.beta = beta
      found.slope = slope
    } else {
      found.level = level + slope
    }
    if form.trend == .multiplicative {
      found.level = max(found.level, 1e-6)
      found.slope = min(1.5, max(0.7, 1 + slope / max(found.level, 1e-6)))
    }
    if form.season != .none { found.gamma = gamma }
    if form.isDamped { found.phi = phi }
    return found
  }
}
