import Quantities
import Testing

@Suite("Durations and rates")
struct DurationTests {
  static let sampleRates: [(String, Double)] = [
    ("10/s", 10), ("120/30m", 0.2 / 3), ("2.5/h", 2.5 / 3600), ("0/h", 0),
    (" 120 / 30 m ", 0.2 / 3), ("7/w", 7.0 / 604_800), ("1/mo", 1.0 / 2_629_800),
    ("3/min", 0.05), ("9/1h30m", 9.0 / 5400),
  ]
  static let lengths: [(String, Double)] = [
    ("1s", 1), ("1m", 60), ("1min", 60), ("1h", 3600), ("1d", 86_400), ("1w", 604_800),
    ("1mo", 2_629_800),  // 365.25 days ÷ 12
    ("6m30s", 390), ("72h", 259_200), ("30 min", 1800), ("1h 30m", 5400), (" 45d ", 3_888_000),
    ("2.5h", 9000), ("0s", 0), ("1mo2w3d4h5m6s", 4_113_306),
  ]

  @Test(
    "Every unit has its length in seconds", arguments: lengths)
  func units(text: String, seconds: Double) throws {
    #expect(try #require(Seconds(text: text)).value == seconds)
  }

  @Test(
    "A text that is not a length of time is refused",
    arguments: [
      "", " ", "3", "5 parsecs", "1h2h", "1m2min", "30s6m", "-3s", "+3s", "1e9s", "nan", "NaNs",
      "infs", "inf", ".5h", "5.h", "1..2s", "1.2.3s", "٣s", "３s", "½h", "3 S", "3H", "3sec", "h",
      "1h30", "1h,30m", "0x10s", "3s\u{301}", "1\u{A0}h", "1h\t30m", "1h\n",
      String(repeating: "9", count: 400) + "s",
    ])
  func refusals(text: String) { #expect(Seconds(text: text) == nil) }

  @Test("A number that fits but whose seconds overflow is refused, not infinite")
  func overflow() {
    #expect(Seconds(text: String(repeating: "9", count: 306) + "mo") == nil)
  }

  @Test(
    "A length reads back from its own description",
    arguments: [0.0, 0.5, 1, 59, 60, 90, 390, 3600, 90_000, 86_400, 2_629_800, 90.25, 1_000_000])
  func roundTrip(value: Double) throws {
    let text = Seconds(value).description
    #expect(try #require(Seconds(text: text)).value == value, "\(text)")
  }

  @Test("The description uses the units of specs")
  func descriptions() {
    #expect(Seconds(390).description == "6m30s")
    #expect(Seconds(259_200).description == "3d")
    #expect(Seconds(90_000).description == "25h")
  }

  @Test(
    "Rates are events per second", arguments: sampleRates)
  func rates(text: String, perSecond: Double) throws {
    let rate = try #require(EventRate(text: text))
    #expect(abs(rate.perSecond - perSecond) <= 1e-15)
  }

  @Test(
    "A text that is not a rate is refused",
    arguments: [
      "", "/", "10", "10/", "/s", "10//s", "10/s/s", "10/0s", "-10/s", "10/-5m", "ten/h", "1e3/h",
      "10/5", "10/fortnight", "nan/s", "10 20/h", "٣/h",
    ])
  func rateRefusals(text: String) { #expect(EventRate(text: text) == nil) }

  @Test("A rate per half an hour written as .5h is refused, not read as one and a half hours")
  func leadingPoint() { #expect(EventRate(text: "10/.5h") == nil) }

  @Test("A rate whose time lacks its first number is refused, not read as one hour and 30 minutes")
  func missingNumber() { #expect(EventRate(text: "10/h30m") == nil) }

  @Test("A rate that overflows is refused, not infinite")
  func rateOverflow() {
    let huge = String(repeating: "9", count: 308)
    #expect(EventRate(text: "\(huge)/0.001s") == nil)
  }
}
