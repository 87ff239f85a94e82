import Quantities

/// Who of a pool's employees was taught other work, from the people whose teaching begins in each week.
///
/// The taught leave at the pool's chance, as everybody does. In the week in which teaching ends they do
/// no other work yet.
struct CrossTraining {
  let terms: CrossTrainingTerms
  private let weeks: [WorkforceWeek]
  private let stay: [Double]

  /// Nothing for a pool that is not taught.
  init?(_ pool: WorkforcePool, weeks: [WorkforceWeek], _ dynamics: PoolDynamics) {
    guard let terms = pool.crossTraining, !pool.isVA else { return nil }
    (self.terms, self.weeks, stay) = (terms, weeks, dynamics.stay)
  }

  /// Share of a week that one who began in a week spends in teaching, those who left taken off.
  func learning(since start: Int, in week: Int) -> Double {
    guard week >= start else { return 0 }
    let age = Double(weeks[week].start - weeks[start].start)
    let days = (0..<weeks[week].days).count { age + Double($0) < terms.trainingDays }
    return Double(days) / Double(weeks[week].days) * stay[week] / stay[start]
  }

  /// How many of one who began in a week can do the other work throughout a week.
  func taught(since start: Int, in week: Int) -> Double {
    guard week >= start, Double(weeks[week].start - weeks[start].start) >= terms.trainingDays
    else { return 0 }
    return stay[week] / stay[start]
  }

  /// The sum over those who began, of a share of each.
  func total(_ starting: [Int], in week: Int, _ share: (Int, Int) -> Double) -> Double {
    (0...week).reduce(0) { sum, start in
      starting[start] > 0 ? sum + Double(starting[start]) * share(start, week) : sum
    }
  }
}

extension WorkforcePool {
  /// Leaves the pool with its own work alone.
  public mutating func forgoCrossTraining() {
    let taught = crossTraining?.units ?? []
    crossTraining = nil
    eligibleUnits.removeAll(where: taught.contains)
  }
}

extension PlanProgram {
  /// Adds the people of an employees' pool who are taught other work by week.
  ///
  /// - Returns: The people in teaching by week, who do no work.
  mutating func addCrossTraining(_ index: Int, _ timeline: PoolTimeline?) -> [LinearTerms] {
    let pool = problem.pools[index]
    let none = problem.weeks.map { _ in LinearTerms() }
    guard let training = CrossTraining(pool, weeks: problem.weeks, limits[index].dynamics) else {
      return none
    }
    if timeline == nil {
      let most = training.terms.maximumPeople.map { min($0, limits[index].peopleLimit) }
      for week in problem.weeks.indices {
        taught[index][week] = program.addColumn(
          "c", upper: Double(most ?? limits[index].peopleLimit), cost: training.terms.costPerPerson,
          isInteger: true)
      }
      if let most = training.terms.maximumPeople {
        program.addRow(taught[index].compactMap(\.self).map { ($0, 1) }, atMost: Double(most))
      }
    }
    let columns = taught[index]
    func people(_ week: Int, _ share: (Int, Int) -> Double) -> LinearTerms {
      if let timeline {
        return LinearTerms(constant: training.total(timeline.taught, in: week, share))
      }
      return LinearTerms(
        terms: (0...week).compactMap { start in
          let part = share(start, week)
          return columns[start].flatMap { part > 0 ? ($0, part) : nil }
        })
    }
    for week in problem.weeks.indices {
      limitToTaught(index, week, training.terms.units, people(week, training.taught))
    }
    return problem.weeks.indices.map { people($0, training.learning) }
  }

  /// Keeps the hours at work that must be taught, and the people at it at once, within the taught.
  private mutating func limitToTaught(
    _ index: Int, _ week: Int, _ units: [Int], _ people: LinearTerms
  ) {
    let pool = problem.pools[index]
    let columns = units.compactMap { unit in
      assigned[index][week][unit].map { (unit: unit, column: $0) }
    }
    guard !columns.isEmpty else { return }
    let logged = 1 - pool.shrinkage
    let each =
      logged * (pool.hoursPerWeek + (pool.overtime?.hoursPerWeek ?? 0))
      * problem.weeks[week].workShare
    program.addRow(
      columns.map { ($0.column, 1) } + people.scaled(-each), atMost: people.constant * each)
    program.addRow(
      columns.map { entry in
        let unit = problem.units[entry.unit]
        return (entry.column, unit.peakAgents[week] / unit.requiredHours[week])
      } + people.scaled(-logged), atMost: people.constant * logged)
  }
}
