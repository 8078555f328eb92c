# Makes data/own_report.csv and cases/report_figures.json. Run in this folder: Rscript own_report.R
# Figures of a report on two invented waves: ranks, divided wholes, rows of a roster, the rule of exposure. The rule is
# written here a second time, with loops and from the words of the methods, not from the program.
suppressMessages(library(survey))
set.seed(20261124)
frame <- c(JP = 107, DE = 110, FR = 85, IT = 80)
sent <- c(JP = 70, DE = 40, FR = 31, IT = 22)
d <- data.frame(stratum = rep(names(sent), sent), stringsAsFactors = FALSE)
d$group <- ifelse(d$stratum == "JP", "jp", "eu"); d$N_h <- frame[d$stratum]; d$w <- d$N_h / sent[d$stratum]
n <- nrow(d)
options <- c("tariffs", "controls", "cyber", "war", "none")
for (k in 1:3) d[[paste0("r", k)]] <- NA_character_
for (i in 1:n) {
  u <- runif(1)
  if (u < .08) next
  if (u < .2) { d$r1[i] <- "none"; next }
  s <- sample(options[1:4], sample(1:3, 1), prob = c(4, 3, 2, 1)); for (k in seq_along(s)) d[[paste0("r", k)]][i] <- s[k]
}
for (a in c("japan", "eu", "china", "other")) d[[paste0("s_", a)]] <- NA_integer_
for (i in 1:n) if (runif(1) > .12) {
  p <- as.vector(rmultinom(1, 100, c(5, 4, 2, 1))); j <- sample(4, 1); p[j] <- max(p[j] + sample(-1:1, 1), 0)
  d[i, paste0("s_", c("japan", "eu", "china", "other"))] <- p
}
share <- c("lt30", "p30_50", "p50_65", "p65_100", "all", "dont_know"); rep_ <- c("lt1m", "m1_3", "m3_6", "m6_12", "ge12m", "impossible", "dont_know")
cov_ <- c("no_stock", "not_applicable", "lt2w", "w2_m1", "m1_3", "m3_6", "ge6m", "dont_know"); org <- c("cn", "us", "th", "dont_know")
for (k in 1:2) for (v in c("o", "h", "t", "c")) d[[paste0(v, k)]] <- NA_character_
for (i in 1:n) if (runif(1) > .25) for (k in 1:sample(2, 1)) {
  d[[paste0("o", k)]][i] <- sample(org, 1); d[[paste0("h", k)]][i] <- sample(share, 1, prob = c(1, 1, 2, 2, 1, 1))
  d[[paste0("t", k)]][i] <- sample(rep_, 1, prob = c(1, 1, 1, 3, 2, 2, 1)); d[[paste0("c", k)]][i] <- sample(cov_, 1)
}
write.csv(d, "data/own_report.csv", row.names = FALSE, na = "", quote = FALSE)

# --- the rule, input by input: TRUE, FALSE or NA for each condition
least <- c(no_stock = 0, not_applicable = 0, lt2w = 0, w2_m1 = .5, m1_3 = 1, m3_6 = 3, ge6m = 6)
below <- c(no_stock = 0, not_applicable = 0, lt2w = .5, w2_m1 = 1, m1_3 = 3, m3_6 = 6, ge6m = Inf)
from <- c(lt1m = 0, m1_3 = 1, m3_6 = 3, m6_12 = 6, ge12m = 12, impossible = Inf); to <- c(lt1m = 1, m1_3 = 3, m3_6 = 6, m6_12 = 12, ge12m = Inf, impossible = Inf)
input <- function(o, h, t, c) {
  outside <- if (o == "dont_know") NA else TRUE
  conc <- if (h == "dont_know") NA else h %in% c("p50_65", "p65_100", "all")
  slow <- if (t == "dont_know") NA else t %in% c("m6_12", "ge12m", "impossible")
  gap <- NA
  if (c == "dont_know" && t == "impossible") gap <- TRUE
  if (c != "dont_know" && t != "dont_know") {
    if (t == "impossible") gap <- TRUE
    else if (c %in% c("no_stock", "not_applicable")) gap <- if (from[[t]] > 0) TRUE else NA
    else if (below[[c]] <= from[[t]]) gap <- TRUE
    else if (least[[c]] >= to[[t]]) gap <- FALSE
  } else if (c %in% c("no_stock", "not_applicable")) gap <- NA
  outside & conc & slow & gap
}
firm <- sapply(1:n, function(i) {
  if (is.na(d$o1[i])) return(NA_character_)
  x <- input(d$o1[i], d$h1[i], d$t1[i], d$c1[i]); if (!is.na(d$o2[i])) x <- c(x, input(d$o2[i], d$h2[i], d$t2[i], d$c2[i]))
  if (any(x %in% TRUE)) "exposed" else if (anyNA(x)) "untold" else "not"
})

d$ranked <- !is.na(d$r1)
for (o in options[1:4]) {
  p <- rep(0, n); for (k in 1:3) p <- p + ifelse(!is.na(d[[paste0("r", k)]]) & d[[paste0("r", k)]] == o, 4 - k, 0)
  d[[paste0("p_", o)]] <- p; d[[paste0("top_", o)]] <- as.numeric(p > 0); d[[paste0("first_", o)]] <- as.numeric(p == 3)
}
s <- grep("^s_", names(d), value = TRUE); d$summed <- !is.na(d$s_japan); d[d$summed, s] <- d[d$summed, s] / rowSums(d[d$summed, s]); d[!d$summed, s] <- 0
d$hhi <- rowSums(d[, s]^2)
d$named <- !is.na(d$o1); d$cn <- as.numeric((d$o1 %in% "cn") | (d$o2 %in% "cn")); d$exposed <- as.numeric(firm %in% "exposed"); d$at_most <- as.numeric(firm %in% c("exposed", "untold"))
des <- svydesign(ids = ~1, strata = ~stratum, weights = ~w, fpc = ~N_h, data = d)
out <- c()
put <- function(name, values) { names(values) <- paste(name, names(values), sep = "."); out <<- c(out, values) }
for (g in c("jp", "eu")) {
  part <- function(base) subset(des, group == g & d[[base]])
  mean_ <- function(name, y, base) {
    z <- part(base); m <- svymean(as.formula(paste0("~", y)), z); ci <- confint(m, df = degf(z))
    put(paste(g, name, sep = "."), c(est = as.numeric(coef(m)), low = max(ci[1], 0), high = ci[2]))
  }
  prop <- function(name, y, base) {
    z <- part(base); m <- svyciprop(as.formula(paste0("~", y)), z, method = "beta", df = degf(z)); ci <- confint(m)
    put(paste(g, name, sep = "."), c(est = as.numeric(coef(m)), low = ci[1], high = ci[2]))
  }
  for (o in options[1:4]) { mean_(paste0("points.", o), paste0("p_", o), "ranked"); prop(paste0("top.", o), paste0("top_", o), "ranked"); prop(paste0("first.", o), paste0("first_", o), "ranked") }
  for (a in c("japan", "eu", "china", "other")) {
    mean_(paste0("mean.", a), paste0("s_", a), "summed")
    q <- svyquantile(as.formula(paste0("~s_", a)), part("summed"), .5, interval.type = "beta", df = degf(part("summed")))[[1]]
    put(paste(g, "median", a, sep = "."), c(est = q[1], low = q[2], high = q[3]))
  }
  mean_("hhi", "hhi", "summed")
  prop("roster.cn", "cn", "named"); prop("exposed", "exposed", "named"); prop("at_most", "at_most", "named")
}
gap <- function(name, y, base) {
  z <- subset(des, d[[base]]); b <- svyby(as.formula(paste0("~", y)), ~group, z, svymean, covmat = TRUE)
  x <- svycontrast(b, c(jp = 1, eu = -1)); df <- min(degf(subset(z, group == "jp")), degf(subset(z, group == "eu")))
  e <- as.numeric(coef(x)); se <- as.numeric(SE(x))
  put(paste("gap", name, sep = "."), c(est = e, low = e - qt(.975, df) * se, high = e + qt(.975, df) * se, p = 2 * pt(-abs(e / se), df)))
}
for (a in c("japan", "eu", "china", "other")) gap(paste0("mean.", a), paste0("s_", a), "summed")
digits <- function(x) paste0("  \"", names(x), "\": ", sprintf("%.17g", x), collapse = ",\n")
writeLines(sprintf("{\n \"id\": \"report_figures\",\n \"words\": \"Figures of a report: ranks, divided wholes, a roster, exposure\",\n \"rel_tol\": 1e-09,\n \"params\": null,\n \"made_with\": \"%s, survey %s, own_report.R\",\n \"expected\": {\n%s\n }\n}",
  R.version.string, packageVersion("survey"), digits(out)), "cases/report_figures.json")
