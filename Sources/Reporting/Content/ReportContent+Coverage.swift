import Quantities
import Results

/// Planned people against the requirement, as heat maps.
extension ReportContent {
  /// People required and planned in a week, by weekday and time of day, from the first to the last time at
  /// which there are any.
  struct WeekGrid {
    /// The first day.
    var start: LocalDate
    /// The weekdays' names: the rows.
    var days: [String]
    /// The times at which intervals begin: the columns.
    var times: [String]
    /// People by row and column; nothing where the clock skips the interval.
    var required: [[Double?]]
    var planned: [[Double?]]

    /// A map of people or of their differences.
    func map(_ values: [[Double?]]) -> HeatMap {
      HeatMap(
        rows: days, columns: times, values: values,
        shown: { $0.hasSuffix(":00") || !$0.contains(":") })
    }

    /// A figure of a map, with the people required and planned as its values.
    func figure(
      _ map: HeatMap, title: String, caption: Prose, alternative: String
    ) -> Figure {
      Figure(
        title: title, caption: caption, alternative: alternative,
        wide: map.drawing(width: 960, turned: false), narrow: map.drawing(width: 400, turned: true),
        data: .init(
          row: "an interval of the busiest week",
          columns: ["weekday", "time", "required", "planned"],
          rows: days.indices.flatMap { day in
            times.indices.map { slot in
              [.text(days[day]), .text(times[slot])]
                + [required[day][slot], planned[day][slot]].map {
                  $0.map { .number($0) } ?? .missing
                }
            }
          }))
    }
  }

  /// The people of a week; nothing when nobody is required or planned.
  func weekGrid(_ alternative: AlternativeResult, _ week: Range<Int>) -> WeekGrid? {
    let seconds = max(300, result.horizon.intervalSeconds)
    let clock = stride(from: 0, to: 86_400, by: seconds).map { Show.clock($0 / 60) }
    func values(_ series: [Int]) -> [[Double?]] {
      week.map { day in
        var row = [Double?](repeating: nil, count: clock.count)
        for (slot, interval) in result.horizon.intervals(ofDay: day).enumerated()
        where slot < clock.count && series.indices.contains(interval) {
          row[slot] = Double(series[interval])
        }
        return row
      }
    }
    let required = values(alternative.requirement.agentsByInterval)
    let planned = values(alternative.plan.agentsByInterval)
    let busy = clock.indices.filter { slot in
      (required + planned).contains { ($0[slot] ?? 0) > 0 }
    }
    guard let first = busy.first, let last = busy.last else { return nil }
    return WeekGrid(
      start: result.horizon.start + week.lowerBound,
      days: week.map { (result.horizon.start + $0).weekday.shortName },
      times: Array(clock[first...last]), required: required.map { Array($0[first...last]) },
      planned: planned.map { Array($0[first...last]) })
  }

  /// People required by half hour and weekday of a week.
  func heatFigure(_ grid: WeekGrid) -> Figure {
    var map = grid.map(grid.required)
    map.hover = { "\($0) \($1): \(Show.plural(Int($2), "agent", "agents")) required" }
    let most = grid.required.joined().compactMap { $0 }.max() ?? 0
    let day = grid.required.firstIndex { $0.contains(most) } ?? 0
    let slot = grid.required[day].firstIndex(of: most) ?? 0
    let (date, time) = (Show.date(grid.start), grid.times[slot])
    return grid.figure(
      map, title: "Agents required by interval, busiest week",
      caption:
        "Week of \(date), all queues. Most are needed on \(grid.days[day]) at \(time): \(strong: Show.count(most)).",
      alternative:
        "Agents required by weekday and time of day in the week of \(date), from none to \(Show.count(most)) on \(grid.days[day]) at \(time). The file tables/requirement_intervals.csv has every interval."
    )
  }

  /// Planned less required people by half hour and weekday of a week; nothing where the two are the same
  /// throughout, which the curves of the week show.
  func spareFigure(_ grid: WeekGrid) -> Figure? {
    let spare = zip(grid.planned, grid.required).map { planned, required in
      zip(planned, required).map { there, need in there.flatMap { there in need.map { there - $0 } }
      }
    }
    let cells = spare.joined().compactMap { $0 }
    guard cells.contains(where: { $0 != 0 }) else { return nil }
    var map = grid.map(spare)
    (map.unit, map.isSigned, map.below) = ("people more than required", true, "fewer than required")
    map.hover = { "\($0) \($1): \(Show.count(abs($2))) \($2 < 0 ? "fewer" : "more") than required" }
    let short = cells.filter { $0 < 0 }.count
    let words =
      short == 0
      ? "No interval of the week has fewer people than required."
      : "\(Show.plural(short, "interval has", "intervals have")) fewer people than required; the promises over longer periods allow it."
    return grid.figure(
      map, title: "Planned people less required, the same week", caption: Prose(words),
      alternative: "\(words) The numbers by weekday and time of day are in the chart's data.")
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
}
