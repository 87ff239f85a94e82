import Demand
import Forecasting
import Quantities

/// The known causes of a series on the calendar, by day over history and future.
///
/// How a column acts follows from its name and its values:
/// - `members` (above zero) is what the values are proportional to, so that growth enters once;
/// - a name that ends in `share` is a share of members that call more: values are multiplied by
///   1 + effect × share;
/// - any other column multiplies by e to the power of effect × value, columns beyond -1...1 in units of their
///   own spread. One that rises on January 1st of the history replaces the model's usual reset.
struct CalendarCauses {
  /// Known causes.
  private(set) var regressors: [Regressor] = []
  /// Members by day of the history; empty without such a column.
  private(set) var exposure: [Double] = []
  /// Members by day of the future; empty without such a column.
  private(set) var futureExposure: [Double] = []
  /// Whether a cause describes the reset of January 1st.
  private(set) var hasOwnReset = false

  /// Reads the causes of the history and of the times asked for.
  ///
  /// A day without rows keeps the value of the day before it.
  ///
  /// - Parameters:
  ///   - series: The history.
  ///   - targets: The times asked for, with the causes' values.
  ///   - request: What was asked, with the columns' names.
  ///   - first: The first day asked for.
  ///   - last: The last one.
  init(
    _ series: CalendarSeries, _ targets: [CalendarForecast.Target], _ request: SeriesRequest,
    from first: LocalDate, through last: LocalDate
  ) {
    for (cause, name) in request.columns.regressors.enumerated() {
      let past = series.regressors[cause]
      let values = past + Self.future(series, targets, cause, through: last)
      if name.lowercased() == "members", values.allSatisfy({ $0 > 0 }) {
        exposure = past
        futureExposure = Array(values[(first - series.start)...])
        continue
      }
      let mean = past.reduce(0, +) / Double(max(1, past.count))
      let square = past.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let spread = (square / Double(max(1, past.count))).squareRoot()
      // A cause that never changed says nothing.
      guard spread > 0 else { continue }
      let isShare =
        name.lowercased().hasSuffix("share") && values.allSatisfy { (0...1).contains($0) }
      let isSmall = values.allSatisfy { (-1...1).contains($0) }
      if !isShare && Self.risesInJanuary(series.start, past) { hasOwnReset = true }
      regressors.append(
        Regressor(
          name: name, values: isSmall ? values : values.map { ($0 - mean) / spread },
          expectedSpread: isShare ? 5 : isSmall ? 1 : 0.5, form: isShare ? .share : .multiplier))
    }
  }

  private static func future(
    _ series: CalendarSeries, _ targets: [CalendarForecast.Target], _ cause: Int,
    through last: LocalDate
  ) -> [Double] {
    var sums: [LocalDate: (sum: Double, count: Double)] = [:]
    for target in targets where cause < target.regressors.count {
      let date = series.date(target.time)
      let old = sums[date] ?? (0, 0)
      sums[date] = (old.sum + target.regressors[cause], old.count + 1)
    }
    var kept = series.regressors[cause].last ?? 0
    var values: [Double] = []
    while series.start + (series.days.count + values.count) <= last {
      let date = series.start + (series.days.count + values.count)
      if let found = sums[date] { kept = found.sum / found.count }
      values.append(kept)
    }
    return values
  }

  private static func risesInJanuary(_ start: LocalDate, _ past: [Double]) -> Bool {
    let size = past.map(abs).max() ?? 0
    return past.indices.dropFirst().contains { day in
      let (_, month, dayOfMonth) = (start + day).parts
      // A flag of the holiday itself falls again on the next day.
      return month == 1 && dayOfMonth == 1 && past[day] - past[day - 1] > 0.3 * size
        && day + 3 < past.count && past[day + 3] - past[day - 1] > 0.3 * size
    }
  }
}
