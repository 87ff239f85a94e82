import Demand
import Forecasting
import Quantities

/// The known causes of a series on the calendar, by day over history and future.
///
/// ``CauseColumn`` says how a column acts. One that rises on January 1st of the history replaces the model's
/// usual reset.
struct CalendarCauses {
  /// By how much each cause's column grows for one unit of its regressor.
  private(set) var units: [Double] = []
  /// The column that the values are proportional to; nothing without one.
  private(set) var exposureName: String?
  /// Columns that never changed in the history, which say nothing.
  private(set) var constant: [String] = []
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
      switch CauseColumn(name, values, history: past.count) {
      case .exposure(let members):
        (exposure, exposureName) = (past, name)
        futureExposure = Array(members[(first - series.start)...])
      case .cause(let regressor, let unit):
        if regressor.form != .share && Self.risesInJanuary(series.start, past) {
          hasOwnReset = true
        }
        units.append(unit)
        regressors.append(regressor)
      case .constant: constant.append(name)
      }
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
