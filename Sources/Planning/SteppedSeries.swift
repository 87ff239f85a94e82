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
  /// The values as recorded; nothing where none was.
  let recorded: [Double?]
  /// Each regressor by step; a step without a row keeps the value before it.
  let regressors: [[Double]]

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
      (recorded, regressors) = ([], [])
      return
    }
    start = first.time
    var grid = [Double?](repeating: nil, count: (last.time - first.time) / clock.stride + 1)
    for row in seen { grid[(row.time - first.time) / clock.stride] = row.value }
    filled = grid.count { $0 == nil }
    values = Self.filled(grid, period: clock.frequency)
    recorded = grid
    var causes = first.regressors.map { _ in [Double?](repeating: nil, count: grid.count) }
    for row in series.rows where row.time >= first.time && row.time <= last.time {
      for cause in causes.indices {
        causes[cause][(row.time - first.time) / clock.stride] = row.regressors[cause]
      }
    }
    regressors = causes.map { cause in
      var kept = cause.first.flatMap { $0 } ?? 0
      return cause.map { value in
        kept = value ?? kept
        return kept
      }
    }
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

  /// Points after the series with what they rest on.
  struct Answer {
    var model: String
    var card: String
    /// One for each step.
    var points: [SeriesAnswer.Point]
    var paths: [[Double]]
    var causes: [SeriesAnswer.Cause] = []
    var outliers: [SeriesAnswer.Outlier] = []
    var remarks: [String] = []
  }

  /// Points after the series.
  ///
  /// - Parameters:
  ///   - steps: How many steps.
  ///   - ahead: Each regressor by step of the future, in the order of the request.
  ///   - request: What was asked.
  /// - Returns: One point for each step, with model, causes, outliers and sample paths.
  /// - Throws: `ForecastingError`, and ``PlanningError`` for a model that is none.
  func forecast(
    steps: Int, ahead: [[Double]], _ request: SeriesRequest
  ) throws -> Answer {
    guard let model = SeriesModel(rawValue: request.model) else {
      throw PlanningError(
        "--model \(request.model): write one of \(SeriesModel.names).", kind: .usage)
    }
    let place = id.isEmpty ? request.file : "\(request.file), series \(id)"
    let period = max(1, clock.frequency)
    var answer = Answer(model: "", card: "", points: [], paths: [])
    var free = values
    var regression: StepRegression?
    if !regressors.isEmpty {
      regression = try self.regression(ahead, request, place, &answer)
      if let regression {
        for step in free.indices { free[step] /= regression.factor(step) }
      }
    }
    let isKept = request.keepsOutliers ?? true
    let outliers = StepOutliers(free, period: period).found
    for outlier in outliers {
      let factor = regression?.factor(outlier.step) ?? 1
      guard let value = recorded[outlier.step] else { continue }
      answer.outliers.append(
        SeriesAnswer.Outlier(
          id: id.isEmpty ? nil : id, time: clock.text(start + outlier.step * clock.stride),
          value: value, expected: outlier.expected * factor, reason: outlier.reason,
          excluded: !isKept))
      if !isKept { free[outlier.step] = outlier.expected }
    }
    let forecaster = try SeriesForecaster(
      values: free, period: period, model: model, location: place)
    let futures = max(1000, request.paths)
    let stream = streamNumber(id)
    var forecast = forecaster.forecast(
      steps: steps, paths: futures, seed: request.seed, stream: stream)
    if let regression {
      let ahead = values.count..<values.count + steps
      for (step, place) in ahead.enumerated() { forecast.mean[step] *= regression.factor(place) }
      for path in forecast.paths.indices {
        let factors = regression.drawnFactors(
          ahead, path: path, seed: request.seed, stream: stream)
        for step in 0..<steps { forecast.paths[path][step] *= factors[step] }
      }
    }
    answer.model = forecast.model + (regression == nil ? "" : ", known causes")
    answer.points = (0..<steps).map { step in
      let sorted = forecast.paths.map { $0[step] }.sorted()
      return SeriesAnswer.Point(
        id: id.isEmpty ? nil : id, time: clock.text(start + (values.count + step) * clock.stride),
        mean: forecast.mean[step], bands: bands(sorted, request.levels))
    }
    answer.paths = Array(forecast.paths.prefix(request.paths))
    answer.card =
      "\(answer.model), fitted to \(values.count) values of season \(period)."
      + (model == .auto
        ? " Models are weighted by how well each forecast the last values from those before." : "")
    return answer
  }

  /// Known causes, with what the answer says of them.
  private func regression(
    _ ahead: [[Double]], _ request: SeriesRequest, _ place: String, _ answer: inout Answer
  ) throws -> StepRegression? {
    var exposure: [Double] = []
    var causes: [(regressor: Regressor, unit: Double)] = []
    for (cause, name) in request.columns.regressors.enumerated() {
      let whole = regressors[cause] + ahead[cause]
      switch CauseColumn(name, whole, history: values.count) {
      case .exposure(let members):
        let mean = members.prefix(values.count).reduce(0, +) / Double(values.count)
        exposure = members.map { $0 / mean }
        answer.causes.append(SeriesAnswer.Cause(exposure: name, id: id))
      case .cause(let regressor, let unit): causes.append((regressor, unit))
      case .constant:
        answer.remarks.append("\(name) never changes in the history, so nothing is known of it.")
      }
    }
    guard !causes.isEmpty || !exposure.isEmpty else { return nil }
    let found = try StepRegression(
      values: recorded, period: max(1, clock.frequency), exposure: exposure,
      regressors: causes.map(\.regressor), location: place)
    for (effect, cause) in zip(found.effects, causes) {
      answer.causes.append(
        SeriesAnswer.Cause(
          effect, cause.regressor, unit: cause.unit, id: id, levels: request.levels))
    }
    return found
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
