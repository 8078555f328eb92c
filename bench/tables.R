# The same shares by R's survey package: Rscript bench/tables.R FOLDER ROWS ITEMS CLUSTERED(0/1)
# Prints CPU seconds of one item a call and of ITEMS items a call, both per item, and writes shares and errors of the first item.
suppressMessages(library(survey))
a <- commandArgs(TRUE); folder <- a[1]; n <- as.integer(a[2]); items <- as.integer(a[3]); clustered <- a[4] == "1"
get <- function(name, what = "integer") readBin(file.path(folder, name), what, n, size = if (what == "double") 8 else 4)
d <- data.frame(s = get("stratum"), cell = factor(get("cell")), w = get("weight", "double"), N = get("population", "double"), g = get("group"))
for (k in seq_len(items)) d[[paste0("q", k)]] <- factor(get(paste0("item", k)))
des <- if (clustered) svydesign(ids = ~g, strata = ~s, weights = ~w, data = d, nest = TRUE) else svydesign(ids = ~1, strata = ~s, weights = ~w, fpc = ~N, data = d)
cpu <- function(e) { t <- system.time(e); t[["user.self"]] + t[["sys.self"]] }
one <- cpu(r <- svyby(~q1, ~cell, des, svymean))
many <- if (items == 1) one else cpu(svyby(as.formula(paste("~", paste0("q", seq_len(items), collapse = "+"))), ~cell, des, svymean)) / items
x <- cbind(coef(r), SE(r)); if (is.matrix(SE(r)) || is.data.frame(SE(r))) x <- cbind(as.numeric(coef(r)), as.numeric(unlist(SE(r))))
writeBin(as.numeric(x), file.path(folder, "figures"))
cat(one, many, as.character(packageVersion("survey")), "\n")
