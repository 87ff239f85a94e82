import Foundation
import Quantities
import RandomStreams
import Testing

@testable import Forecasting

@Suite("A day that goes on")
struct PartialDayTests {
  private let shares = [0.25, 0.25, 0.25, 0.25]
  private let none = [[0.0, 0], [0, 0], [0, 0], [0, 0]]

  @Test("Without departures of the shape the shift is the mean of two sources by their precisions")
  func conjugate() throws {
    // Expected 1,000 with a spread of 20 %: precision 25. Two slots of 250 expected, 275 seen: precision 500.
    let day = PartialDay(
      seen: [275, 275], total: 1000, totalVariance: 0.04, shares: shares, covariance: none)
    let seen = logarithm(275.5 / 250.5)
    #expect(abs(day.shift - seen * 500 / 525) < 1e-6)
    #expect(abs(day.variance - 1 / 525.0) < 1e-6)
    let alone = try #require(day.alone)
    #expect(abs(alone.shift - seen) < 1e-6 && abs(alone.variance - 1 / 500.0) < 1e-6)
    #expect(zip(day.shares, shares).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test("Slots that stray together say little of the day, and carry their neighbours along")
  func together() {
    let shared = [[0.04, 0.04], [0.04, 0.04], [0.04, 0.04], [0, 0]]
    let day = PartialDay(
      seen: [300, 300], total: 1000, totalVariance: 0.01, shares: shares, covariance: shared)
    // By hand: one source of variance 0.01 + 0.04 + 1/500; the day's part of it is 0.01.
    #expect(abs(day.shift - logarithm(300.5 / 250.5) * 0.01 / 0.052) < 1e-4)
    #expect(day.shares[2] > 1.15 * day.shares[3])
  }

  @Test("Nothing seen changes nothing")
  func nothing() {
    let day = PartialDay(
      seen: [nil, nil], total: 1000, totalVariance: 0.04, shares: shares, covariance: none)
    #expect(day.shift == 0 && abs(day.variance - 0.04) < 1e-12 && day.alone == nil)
    #expect(day.shares == shares)
  }

  @Test(
    "Bank calls: the morning makes the afternoon's forecast better than ignoring it",
    .enabled(if: hasSharedData))
  func bankCalls() throws {
    let bank = try BankCalls()
    var (moved, ignored, seen) = (0.0, 0.0, 0.0)
    for origin in stride(from: 62, through: 116, by: 6) where !bank.isClosed(origin) {
      let today = bank.dates[origin]
      let days = today - bank.start
      var known = Array(bank.rows.prefix(days + 1))
      let whole = known[days]
      for slot in 10..<28 { known[days][slot] = nil }
      let closed = Array(bank.closed.prefix(days + 1))
      let partial = try IntradayForecaster(
        start: bank.start, intervals: known, closed: closed,
        options: IntradayForecaster.Options(seenSlots: 10))
      let before = try IntradayForecaster(
        start: bank.start, intervals: Array(known.prefix(days)), closed: Array(closed.prefix(days)))
      let first = partial.forecast(from: today, days: 1).mean(ofDay: 0)
      let second = before.forecast(from: today, days: 1).mean(ofDay: 0)
      for slot in 10..<28 {
        let value = try #require(whole[slot])
        moved += abs(value - first[slot])
        ignored += abs(value - second[slot])
        seen += value
      }
    }
    #expect(moved < 0.95 * ignored, "\(moved / seen) and \(ignored / seen)")
  }
}
