// A program that requires.
const { adam, dataset, Mlp, MT19937 } = require("wasmlp");
const { trained } = require("./training.js");

trained({ adam, dataset, Mlp, MT19937 }).then((report) => console.log(JSON.stringify(report)));
