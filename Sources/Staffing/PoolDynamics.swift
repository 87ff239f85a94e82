import Foundation
import Quantities

/// How one pool's people join, learn and leave over the weeks: coefficients, no decisions.
///
/// A person who starts in week `h` is on the payroll from that week's first day, in training until
/// the training days are over, then at the speeds of the ramp. Leavers go at the end of a week.
struct PoolDynamics {
  /// Chance that a person who is here in a week leaves at its end.
  var leaving: [Double]
  /// Weeks in which people may start.
  var startWeeks: [Int]
  /// Share of an employee hired in the past who is still here: `stay[w] ÷ stay[h]`.
  var stay: [Double]
  /// First week in which people on the first day may have been released.
  var noticeWeeks: Int
  /// By start week and weeks since: share of a person lost to training and ramp; ends when zero.
  var loss: [[Double]]
  /// By start week and weeks since: share of the week spent in training; ends when zero.
  var training: [[Double]]
  /// Share of an assistant's time lost to replacing those who leave, in a steady state, by week.
  var replacementLoss: [Double]
  /// Share of an assistant's time that replacements spend in training, by week.
  var replacementTraining: [Double]
  /// Loss of the people in training on the first day, per such person, by week.
  var traineeLoss: [Double]
  /// Share of the week that people in training on the first day still train, by week.
  var traineeTraining: [Double]

  init(pool: WorkforcePool, weeks: [WorkforceWeek]) {
    let terms =
      pool.hiring
      ?? HiringTerms(
        leadDays: 0, trainingDays: 0, classSize: pool.isVA ? Int.max : 0, ramp: [])
    let weekly = pool.attritionPerYear / 52
    leaving = weeks.map { 1 - exp(-weekly * Double($0.days) / 7) }
    var remaining = 1.0
    stay = leaving.map { share in
      defer { remaining *= 1 - share }
      return remaining
    }
    let first = weeks.first.map { $0.start + Int(terms.leadDays.rounded(.up)) }
    startWeeks = weeks.indices.filter { index in
      guard let first, terms.classSize > 0 else { return false }
      return weeks[index].start >= first
    }
    noticeWeeks =
      weeks.prefix { week in
        Double(week.start - weeks[0].start) < pool.noticeDays
      }.count
    let learning = Learning(terms: terms)
    loss = weeks.indices.map { start in
      learning.series(weeks, from: start) { 1 - learning.speed($0) }
    }
    training = weeks.indices.map { start in
      learning.series(weeks, from: start) { $0 < 0 ? 1 : 0 }
    }
    // In a steady state, `leaving` of the heads start each week; each costs the sum of its losses.
    let lossOfOne = learning.fullSeries { 1 - learning.speed($0) }
    let trainingOfOne = learning.fullSeries { $0 < 0 ? 1 : 0 }
    replacementLoss = leaving.map { pool.isVA ? $0 * lossOfOne : 0 }
    replacementTraining = leaving.map { pool.isVA ? $0 * trainingOfOne : 0 }
    traineeLoss = learning.traineeSeries(weeks) { 1 - learning.speed($0) }
    traineeTraining = learning.traineeSeries(weeks) { $0 < 0 ? 1 : 0 }
  }
}

/// Training and ramp as functions of the days since work began.
private struct Learning {
  var terms: HiringTerms

  /// Share of full speed at a number of days since training ended; negative while it lasts.
  func speed(_ days: Double) -> Double {
    if days < 0 { return 0 }
    let step = Int(days / 28)
    return step < terms.ramp.count ? terms.ramp[step] : 1
  }

  private var learningDays: Double { terms.trainingDays + 28 * Double(terms.ramp.count) }

  /// Mean of a function over the days of each week from a start week on, until learning is over.
  func series(
    _ weeks: [WorkforceWeek], from start: Int, _ value: (Double) -> Double
  ) -> [Double] {
    var found: [Double] = []
    for week in weeks[start...] {
      let age = Double(week.start - weeks[start].start)
      if age >= learningDays { break }
      let sum = (0..<week.days).reduce(0.0) { $0 + value(age + Double($1) - terms.trainingDays) }
      found.append(sum / Double(week.days))
    }
    while found.last == 0 { found.removeLast() }
    return found
  }

  /// Weeks lost by one person over the whole of training and ramp.
  func fullSeries(_ value: (Double) -> Double) -> Double {
    (0..<Int(learningDays.rounded(.up))).reduce(0.0) {
      $0 + value(Double($1) - terms.trainingDays)
    } / 7
  }

  /// Mean over people whose training began evenly over its length before the first day.
  func traineeSeries(_ weeks: [WorkforceWeek], _ value: (Double) -> Double) -> [Double] {
    let cohorts = max(1, Int(terms.trainingDays.rounded(.up)))
    return weeks.map { week in
      let since = Double(week.start - weeks[0].start)
      if since >= learningDays { return 0 }
      var sum = 0.0
      for cohort in 0..<cohorts {
        let age = terms.trainingDays * (Double(cohort) + 0.5) / Double(cohorts)
        for day in 0..<week.days {
          sum += value(since + Double(day) + age - terms.trainingDays)
        }
      }
      return sum / Double(cohorts * week.days)
    }
  }
}
