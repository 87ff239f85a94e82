import Demand
import Forecasting

/// A series of months, weeks or numbered steps, on its grid and without gaps.
struct SteppedSeries {
  let id: String
  let clock: SeriesClock
  /// The first time.
  let start: Int
  /// One value for each step, missing ones filled.
  let values: [Double]
  /// Steps that were missing.
  let filled: Int

  /// Lays rows on the grid.
  ///
  /// A missing value is taken from its neighbours by a line, a season apart when both are there.
  ///
  /// - Parameters:
  ///   - series: The rows.
  ///   - clock: Their times.
  init(_ series: SeriesTable.Series, _ clock: SeriesClock) {
    (id, self.clock) = (series.id, clock)
    let seen = series.rows.filter { $0.value != nil && $0.isOpen }
    guard let first = seen.first, let last = seen.last else {
      (start, values, filled) = (series.rows.first?.time ?? 0, [], 0)
      return
    }
    start = first.time
    var grid = [Double?](repeating: nil, count: (last.time - first.time) / clock.stride + 1)
    for row in seen { grid[(row.time - first.time) / clock.stride] = row.value }
    filled = grid.count { $0 == nil }
    values = Self.filled(grid, period: clock.frequency)
  }

  private static func filled(_ grid: [Double?], period: Int) -> [Double] {
    grid.indices.map { place in
      if let value = grid[place] { return value }
      func near(_ lag: Int) -> (before: Int, after: Int)? {
        let before = stride(from: place - lag, through: 0, by: -lag).first { grid[$0] != nil }
        let after = stride(from: place + lag, to: grid.count, by: lag).first { grid[$0] != nil }
        guard let before, let after else { return nil }
        return (before, after)
      }
      guard let ends = near(period) ?? near(1), let low = grid[ends.before],
        let high = grid[ends.after]
      else { return 0 }
      let share = Double(place - ends.before) / Double(ends.after - ends.before)
      return low + share * (high - low)
    }
  }

  /// Points after the series.
  ///
  /// - Parameters:
  ///   - steps: How many steps.
  ///   - request: What was asked.
  /// - Returns: The model's name, one point for each step, and the sample paths.
  /// - Throws: `ForecastingError`, and ``PlanningError`` for a model that is none.
  func forecast(
    steps: Int, _ request: SeriesRequest
  ) throws -> (model: String, points: [SeriesAnswer.Point], paths: [[Double]]) {
    guard let model = SeriesModel(rawValue: request.model) else {
      let known = SeriesModel.allCases.map(\.rawValue).joined(separator: ", ")
      throw PlanningError("--model \(request.model): write one of \(known).", kind: .usage)
    }
    let place = id.isEmpty ? request.file : "\(request.file), series \(id)"
    let forecaster = try SeriesForecaster(
      values: values, period: max(1, clock.frequency), model: model, location: place)
    let futures = max(1000, request.paths)
    let forecast = forecaster.forecast(
      steps: steps, paths: futures, seed: request.seed, stream: streamNumber(id))
    let points = (0..<steps).map { step in
      let sorted = forecast.paths.map { $0[step] }.sorted()
      return SeriesAnswer.Point(
        id: id.isEmpty ? nil : id, time: clock.text(start + (values.count + step) * clock.stride),
        mean: forecast.mean[step], bands: bands(sorted, request.levels))
    }
    return (forecast.model, points, Array(forecast.paths.prefix(request.paths)))
  }
}

/// Ends of central intervals.
///
/// - Parameters:
///   - sorted: Values in ascending order; not empty.
///   - levels: Widths in percent.
/// - Returns: One pair for each level.
func bands(_ sorted: [Double], _ levels: [Int]) -> [(lower: Double, upper: Double)] {
  levels.map { level in
    let tail = (1 - Double(level) / 100) / 2
    return (typeSevenQuantile(sorted, tail), typeSevenQuantile(sorted, 1 - tail))
  }
}

/// The quantile that is linear between neighbours.
func typeSevenQuantile(_ sorted: [Double], _ probability: Double) -> Double {
  let place = probability * Double(sorted.count - 1)
  let below = min(sorted.count - 1, Int(place))
  let above = min(sorted.count - 1, below + 1)
  return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
}

/// A 32-bit FNV-1a digest of a name, so that a series' draws do not depend on the others.
func streamNumber(_ text: String) -> UInt32 {
  var hash: UInt32 = 2_166_136_261
  for byte in text.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
  return hash
}
