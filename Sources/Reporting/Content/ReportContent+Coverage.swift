import Quantities
import Results

/// Planned people against the requirement, as heat maps.
extension ReportContent {
  /// Planned less required people by half hour and weekday of a week.
  func spareFigure(_ alternative: AlternativeResult, week: Range<Int>) -> Figure? {
    let required = weekGrid(alternative.requirement.agentsByInterval, week)
    let planned = weekGrid(alternative.plan.agentsByInterval, week)
    let days = week.map { (result.horizon.start + $0).weekday.shortName }
    let busy = required.columns.indices.filter { slot in
      (required.values + planned.values).contains { ($0[slot] ?? 0) > 0 }
    }
    guard let first = busy.first, let last = busy.last else { return nil }
    var values: [[Double?]] = []
    var data: [[CSVTable.Cell]] = []
    for day in required.values.indices {
      var row: [Double?] = []
      for slot in first...last {
        guard let need = required.values[day][slot], let there = planned.values[day][slot] else {
          row.append(nil)
          continue
        }
        row.append(there - need)
        data.append([
          .text(days[day]), .text(required.columns[slot]), .number(need), .number(there),
        ])
      }
      values.append(row)
    }
    let cells = values.joined().compactMap { $0 }
    // Where the two are the same throughout, the curves of the week say it.
    guard cells.contains(where: { $0 != 0 }) else { return nil }
    let short = cells.filter { $0 < 0 }.count
    let map = HeatMap(
      rows: days, columns: Array(required.columns[first...last]), values: values,
      shown: { $0.hasSuffix(":00") || !$0.contains(":") }, unit: "people more than required",
      isSigned: true, below: "fewer than required",
      hover: { "\($0) \($1): \(Show.count(abs($2))) \($2 < 0 ? "fewer" : "more") than required" })
    let words =
      short == 0
      ? "No interval of the week has fewer people than required."
      : "\(Show.plural(short, "interval has", "intervals have")) fewer people than required; the promises over longer periods allow it."
    var figure = Figure(
      title: "Planned people less required, the same week", caption: Prose(words),
      alternative: "\(words) The numbers by weekday and time of day are in the chart's data.",
      wide: map.drawing(width: 960, turned: false), narrow: map.drawing(width: 400, turned: true))
    figure.data = Figure.Data(
      row: "an interval of the busiest week", columns: ["weekday", "time", "required", "planned"],
      rows: data)
    return figure
  }

  /// Planned hours over required ones by weekday and week, in percent.
  func weeksFigure(_ alternative: AlternativeResult) -> Figure? {
    let horizon = result.horizon
    let required = alternative.requirement.agentsByInterval
    let planned = alternative.plan.agentsByInterval
    guard horizon.dayCount >= 28, !required.isEmpty, !planned.isEmpty else { return nil }
    let weeks = horizon.weeks
    let hours = Double(horizon.intervalSeconds) / 3600
    var values = [[Double?]](repeating: [Double?](repeating: nil, count: weeks.count), count: 7)
    var data: [[CSVTable.Cell]] = []
    for (place, week) in weeks.enumerated() {
      for day in week {
        let need = Double(horizon.sum(required, days: day..<(day + 1))) * hours
        let there = Double(horizon.sum(planned, days: day..<(day + 1))) * hours
        guard need > 0 else { continue }
        let date = horizon.start + day
        let weekday = (date.weekday.rawValue + 7) % 7
        values[weekday][place] = ((there / need - 1) * 100).rounded()
        data.append([.text(date.description), .number(need), .number(there)])
      }
    }
    let names = (0..<7).map { place -> String in
      let day = (0..<horizon.dayCount).first {
        ((horizon.start + $0).weekday.rawValue + 7) % 7 == place
      }
      return day.map { (horizon.start + $0).weekday.shortName } ?? ""
    }
    let kept = names.indices.filter { place in values[place].contains { $0 != nil } }
    let starts = weeks.map { horizon.start + $0.lowerBound }
    let columns = starts.map { Show.date($0) }
    // Weeks in which a month begins carry its name.
    let labelled = starts.enumerated().map { index, date -> String in
      let isNew = index == 0 || date.parts.month != starts[index - 1].parts.month
      return isNew ? Show.monthName(date.parts.month) : "\u{200B}\(columns[index])"
    }
    let dates = Dictionary(zip(labelled, columns)) { first, _ in first }
    let map = HeatMap(
      rows: kept.map { names[$0] }, columns: labelled, values: kept.map { values[$0] },
      shown: { !$0.hasPrefix("\u{200B}") }, unit: "% more than required", isSigned: true,
      below: "fewer than required",
      hover: { row, column, value in
        "\(row), week of \(dates[column] ?? column): \(Show.count(abs(value))) % \(value < 0 ? "fewer" : "more") than required"
      })
    let short = values.joined().compactMap { $0 }.filter { $0 < 0 }.count
    let words =
      short == 0
      ? "On every day people are there for at least the required hours."
      : "\(Show.plural(short, "day has", "days have")) fewer planned hours than required."
    var figure = Figure(
      title: "Planned hours against required, every day of the plan", caption: Prose(words),
      alternative: "\(words) Each day's required and planned hours are in the chart's data.",
      wide: map.drawing(width: 960, turned: false), narrow: map.drawing(width: 400, turned: false))
    figure.data = Figure.Data(
      row: "a day", columns: ["date", "required_hours", "planned_hours"], rows: data)
    return figure
  }

  /// A week of a series by interval, by weekday and time of day.
  private func weekGrid(
    _ series: [Int], _ week: Range<Int>
  ) -> (columns: [String], values: [[Double?]]) {
    let columns = clock
    return (
      columns,
      week.map { day in
        var row = [Double?](repeating: nil, count: columns.count)
        for (slot, interval) in result.horizon.intervals(ofDay: day).enumerated()
        where slot < columns.count && series.indices.contains(interval) {
          row[slot] = Double(series[interval])
        }
        return row
      }
    )
  }
}
