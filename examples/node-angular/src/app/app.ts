import { Component } from '@angular/core';
import { RouterLink, RouterOutlet } from '@angular/router';

@Component({
  imports: [RouterLink, RouterOutlet],
  selector: 'app-root',
  template: '<a routerLink="/week/1">Week 1</a><router-outlet />',
})
export class App {}
